"""Everybody of a scheme's year, and how far each came: drawn once from the seed, before anything is written."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kith.demo.people import Someone
from kith.demo.year import days, names, shape
from kith.demo.year.shape import SHAPES, Shape
from kith.demo.year.words import CANCER, FOR_CHILDREN, THEMES, Theme
from kith.vocabulary import working_days

LAST_REFERRAL = datetime.date(2020, 6, 19)  # for those whom we still talk with by 30 June
CALLED_AGES = (52, 82)
CHILD_THEMES = ("Loneliness or isolation", "Mental wellbeing", "Being more active")


@dataclass(frozen=True)
class Life:
    """One person's year: when they were referred or first called, how far they came, and the calls they had.

    `calls` are the days of campaign calls; the last is answered if `answers`; `calls_after` is one more, when the
    year has ended. `again` is a second referral, `reopens` a case opened again after its end.
    """

    number: int
    someone: Someone
    came: str
    starts_on: datetime.date
    theme: Theme
    calls: tuple[datetime.date, ...] = ()
    answers: bool = True
    calls_after: bool = False
    through_outreach: bool = False
    cancer: bool = False
    again: bool = False
    reopens: bool = False

    @property
    def was_reached(self) -> bool:
        """Whether a link worker had a conversation with them under a case within the year."""
        return self.came in shape.SUPPORTED

    def random(self, scheme_seed: str) -> random.Random:
        """What decides the details of this life, and of no other."""
        return random.Random(f"{scheme_seed} {self.number}")  # noqa: S311  not a secret


def roster(slug: str, seed: str) -> list[Life]:
    """The lives of a scheme's year in the order in which they begin; the same from the same seed."""
    size, pick = SHAPES[slug], random.Random(f"{seed} {slug} year")  # noqa: S311  not a secret
    lives = _drawn(size, pick)
    lives = _through_outreach(size, lives, pick)
    lives = _called(size, lives, pick)
    lives = _with_more_to_tell(size, lives)
    return sorted(lives, key=lambda life: (life.starts_on, life.number))


def _drawn(size: Shape, pick: random.Random) -> list[Life]:
    kinds = [kind for kind, count in size.people.items() for _ in range(count)]
    pick.shuffle(kinds)
    known: set[tuple[str, str, datetime.date]] = set()
    lives = []
    for number, came in enumerate(kinds, start=size.first_number):
        ages = CALLED_AGES if came == shape.CALLED else None
        someone = names.someone(pick, ages)
        while (someone.first, someone.last, someone.born) in known:
            someone = names.someone(pick, ages)
        known.add((someone.first, someone.last, someone.born))
        theme = _theme(someone, pick)
        lives.append(Life(number, someone, came, _referred_on(came, pick), theme))
    return lives


def _theme(someone: Someone, pick: random.Random) -> Theme:
    if someone.born.year > 2002:
        theme = pick.choice([theme for theme in THEMES if theme.reason in CHILD_THEMES])
        return replace(theme, offers=FOR_CHILDREN)
    return pick.choices(THEMES, [theme.share for theme in THEMES])[0]


def _referred_on(came: str, pick: random.Random) -> datetime.date:
    if came == shape.LATE:
        return pick.choice([day for day in days.worked_in(days.months()[-1]) if day.day >= 22])
    month = pick.choices(days.months(), shape.SEASON)[0]
    worked = [day for day in days.worked_in(month) if day <= LAST_REFERRAL]
    return pick.choice(worked)


def _through_outreach(size: Shape, lives: list[Life], pick: random.Random) -> list[Life]:
    """Some were found by a call of the campaign: they asked for support when we rang."""
    spring = [
        day for day in _campaign_days()[5:] if day <= LAST_REFERRAL - datetime.timedelta(days=10)
    ]
    chosen = [
        life
        for life in lives
        if life.was_reached and life.came != shape.DECLINED and _grown(life.someone)
    ][: size.through_outreach]
    ages = dict(zip((life.number for life in chosen), (size.youngest, size.oldest), strict=False))
    made = []
    for life in chosen:
        day = pick.choice(spring)
        age = ages.get(life.number)
        someone = life.someone if age is None else _aged(life.someone, age, day)
        theme = life.theme if age is None else _theme(someone, pick)
        made.append(
            replace(
                life,
                starts_on=day,
                calls=(day,),
                through_outreach=True,
                someone=someone,
                theme=theme,
            )
        )
    return _with(lives, made)


def _called(size: Shape, lives: list[Life], pick: random.Random) -> list[Life]:
    """Whom the campaign called besides, and as many calls as were made in all."""
    known = [
        life for life in lives
        if life.was_reached and life.came != shape.DECLINED and not life.through_outreach
        and life.starts_on < datetime.date(2020, 2, 14) and _grown(life.someone)
    ]  # fmt: skip
    known.sort(key=lambda life: (life.someone.born, life.number))
    strangers = [life for life in lives if life.came == shape.CALLED]
    targets = (
        [life for life in lives if life.through_outreach] + known[: size.known_called] + strangers
    )
    calls = _how_many_calls(targets, size.calls, pick)
    worked, made = _campaign_days(), []
    for life in targets:
        count = calls[life.number]
        if life.through_outreach:
            made.append(replace(life, calls=_calls_before(life.starts_on, count)))
            continue
        answers = pick.random() < (0.86 if life.came != shape.CALLED else 0.62)
        when = tuple(sorted(pick.sample(worked, count)))
        starts = when[0] if life.came == shape.CALLED else life.starts_on
        made.append(replace(life, calls=when, answers=answers, starts_on=starts))
    return _with(lives, _never_reached(made))


def _never_reached(called: list[Life]) -> list[Life]:
    """The youngest and the oldest who were called did not answer: their ages are nobody's reached by outreach."""
    first, last = [life for life in called if life.came == shape.CALLED][:2]
    aged = [_aged(first.someone, 6, first.calls[-1]), _aged(last.someone, 96, last.calls[-1])]
    return [
        *(life for life in called if life.number not in (first.number, last.number)),
        *(
            replace(life, someone=who, answers=False)
            for life, who in zip((first, last), aged, strict=True)
        ),
    ]


def _how_many_calls(targets: list[Life], in_all: int, pick: random.Random) -> dict[int, int]:
    counts = {life.number: 1 for life in targets}
    order = [life.number for life in targets]
    pick.shuffle(order)
    for turn in range(in_all - len(targets)):
        counts[order[turn % len(order)]] += 1
    return counts


def _calls_before(last: datetime.date, count: int) -> tuple[datetime.date, ...]:
    """Calls on the working days up to the one that was answered, all of them after the campaign began."""
    worked = [day for day in _campaign_days() if day <= last]
    return tuple(worked[-count:])


def _with_more_to_tell(size: Shape, lives: list[Life]) -> list[Life]:
    """A second referral, a case opened again, the cancer programme, a call in July."""
    early = [
        life for life in lives
        if life.came in (shape.TALKED, shape.PLANNED) and not life.through_outreach
        and life.starts_on < datetime.date(2019, 9, 15)
    ]  # fmt: skip
    again = [replace(life, again=True) for life in early[: size.twice]]
    reopens = [
        replace(life, reopens=True) for life in early[size.twice : size.twice + size.reopened]
    ]
    cancer = [
        replace(life, cancer=True, theme=CANCER) for life in lives
        if life.someone.born.year < 2000 and not life.through_outreach and life.came != shape.CALLED
        and life not in early
    ][: size.cancer]  # fmt: skip
    answered = [life for life in lives if life.came == shape.CALLED and life.answers]
    after = [replace(life, calls_after=True) for life in answered[: size.calls_after]]
    return _with(lives, [*again, *reopens, *cancer, *after])


def _with(lives: list[Life], changed: Iterable[Life]) -> list[Life]:
    new = {life.number: life for life in changed}
    return [new.get(life.number, life) for life in lives]


def _grown(someone: Someone) -> bool:
    """Old enough, and not too old, to leave the youngest and the oldest to those who are meant to be."""
    return datetime.date(1937, 1, 1) < someone.born < datetime.date(1994, 1, 1)


def _aged(someone: Someone, age: int, on: datetime.date) -> Someone:
    """The same person, so old on that day, with their birthday a fortnight later."""
    birthday = on + datetime.timedelta(days=14)
    return replace(someone, born=birthday.replace(year=birthday.year - age - 1), preferred="")


def _campaign_days() -> list[datetime.date]:
    span = (days.LAST - days.LOCKDOWN).days + 1
    worked = (days.LOCKDOWN + days.DAY * n for n in range(span))
    return [day for day in worked if working_days.is_working_day(day)]
