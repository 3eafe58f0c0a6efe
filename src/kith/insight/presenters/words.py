"""The figures in words."""

from __future__ import annotations

from dataclasses import dataclass

from kith.insight.queries.in_numbers import InNumbers, Shown, ShownChange
from kith.insight.rules.how import FIGURES
from kith.pathway.outcomes.instruments import LIBRARY
from kith.vocabulary import doors as door_labels
from kith.vocabulary import foundations

NOT_SHOWN = "Not shown"
BENCHMARK = {"contacted": 90, "connected": 38}
BENCHMARK_SAID = (
    "The line across a bar is what was published for 160,128 people in the United Kingdom: 90% were"
    " contacted and 38% had any intervention (Bu and others, 2024, a preprint of administrative"
    " records from one supplier's systems). Those services differ from this one and count"
    " differently: it is something to compare with, not a target."
)


@dataclass(frozen=True)
class Headline:
    """One of the great figures: `figure` is the key of its definition."""

    figure: str
    number: str
    words: str


@dataclass(frozen=True)
class Bar:
    """One row of a list of bars. `share` is in per cent of the whole, None when not shown."""

    figure: str
    label: str
    number: str
    share: int | None
    of: str = ""
    benchmark: int | None = None

    @property
    def share_words(self) -> str:
        """The share and of what, such as `93% of those referred`; `under 1%` for the least."""
        if self.share is None or not self.of:
            return ""
        if self.share == 0 and self.number not in ("0", NOT_SHOWN):
            return f"under 1% of {self.of}"
        return f"{self.share}% of {self.of}"


def number(value: float | None) -> str:
    """`1,321`; `Not shown` when it is withheld."""
    return NOT_SHOWN if value is None else f"{value:,g}" if value < 1e6 else f"{value:,.0f}"


def headlines(figures: InNumbers) -> list[Headline]:
    """The great figures, the first of the page."""
    found = [
        Headline(
            "people-supported",
            number(figures.people_supported),
            "person supported by link workers"
            if figures.people_supported == 1
            else "people supported by link workers",
        ),
        Headline(
            "proactive-calls",
            number(figures.proactive_calls),
            "proactive calls, answered or not, to people who had not asked",
        ),
    ]
    if figures.outreach_age_min is not None:
        found.append(
            Headline(
                "outreach-ages",
                f"{figures.outreach_age_min} to {figures.outreach_age_max}",
                "years old: the youngest and the oldest person reached by those calls",
            )
        )
    return [
        *found,
        Headline(
            "practices",
            number(figures.practices),
            f"general {'practice' if figures.practices == 1 else 'practices'} in our network",
        ),
        Headline(
            "registered-patients",
            number(figures.registered_patients),
            "people registered with those practices",
        ),
        Headline("referrals-received", number(figures.referrals_received), "referrals received"),
    ]


def opening(figures: InNumbers) -> str:
    """The period's story in two or three sentences; also what is copied."""
    said = (
        f"{figures.name}, {figures.period.words}: {_count(figures.people_supported, 'people')}"
        " supported by link workers"
    )
    if figures.conversations:
        said += f", in {_count(figures.conversations, 'conversations')}"
    said += "."
    if figures.proactive_calls:
        said += f" We made {_count(figures.proactive_calls, 'proactive calls')} to people who had"
        said += " not asked"
        if figures.outreach_age_min is not None:
            said += f", and reached people from {figures.outreach_age_min} to"
            said += f" {figures.outreach_age_max} years old"
        said += "."
    if figures.practices and figures.registered_patients:
        said += f" Our {_count(figures.practices, 'practices')} have"
        said += f" {_count(figures.registered_patients, 'registered patients')} between them."
    return said


def funnel(figures: InNumbers) -> list[Bar]:
    """The stages, each as a share of the people referred."""
    referred = figures.stage("referred")
    return [
        Bar(
            stage,
            FIGURES[stage].title,
            number(people),
            _share(people, referred),
            "" if stage == "referred" else "those referred",
            BENCHMARK.get(stage) if referred else None,
        )
        for stage, people in figures.funnel
    ]


def five(figures: InNumbers) -> list[Bar]:
    """The five foundations, as shares of the people supported."""
    return [
        _of_supported(key, foundations.label(key), people, figures)
        for key, people in figures.foundations
    ]


def health(figures: InNumbers) -> Bar:
    """Health and daily life, shown apart."""
    row = foundations.Foundation.HEALTH
    return _of_supported(row.value, row.label, figures.health_and_daily_life, figures)


def reach(rows: tuple[Shown, ...], figures: InNumbers) -> list[Bar]:
    """Who was supported, as shares of the people supported."""
    return [_of_supported("", row.words, row.people, figures) for row in rows]


def changes(figures: InNumbers) -> list[list[str]]:
    """One row a measure: what, n of those who started, averages, how many went which way."""
    return [
        [
            measure_title(one.measure, one.part),
            f"{number(one.pairs)} of {number(one.started)} people"
            if one.measure != "goal" and one.pairs is not None
            else f"{number(one.pairs)} of {number(one.started)} goals"
            if one.pairs is not None
            else NOT_SHOWN,
            _means(one),
            "" if one.before is None else number(one.better),
            "" if one.before is None else number(one.same),
            "" if one.before is None else number(one.worse),
        ]
        for one in figures.measured_changes
    ]


def doors(figures: InNumbers) -> list[list[str]]:
    """One row a way in, the commonest first: how many, who was talked with, and how long they waited."""
    listed = sorted(figures.doors, key=lambda one: (-(one.referrals or 0), one.door))
    return [
        [
            door_labels.label(one.door),
            _with_share(one.referrals, figures.referrals_received),
            number(one.reached),
            _waited(one.median_days),
            _waited(one.nine_in_ten_days),
        ]
        for one in listed
    ]


def promises(figures: InNumbers) -> list[list[str]]:
    """One row a way in, the commonest first: the share of each promise that was kept."""
    listed = sorted(figures.doors, key=lambda one: (-(one.referrals or 0), one.door))
    return [
        [door_labels.label(one.door), *(_kept(promise.share) for promise in one.within)]
        for one in listed
    ]


def _kept(share: int | None) -> str:
    return NOT_SHOWN if share is None else f"{share}%"


def changed_sentence(figures: InNumbers) -> str:
    """How many were measured twice, and for how many something got better."""
    if figures.measured_twice is None:
        return "Too few people were measured twice to say what changed."
    if not figures.measured_twice:
        return (
            "Nobody was measured twice in this period's support, so nothing can be said of change."
        )
    said = (
        f"{_count(figures.measured_twice, 'people')} answered the same questions, or rated the same"
        " goal, at the start and again later."
    )
    if figures.measured_better is not None:
        said += f" For {figures.measured_better:,} of them at least one answer moved the right way."
    return said


def waits(figures: InNumbers) -> str:
    """How long people waited for the first conversation."""
    median = figures.median_days_to_first_contact
    if median is None:
        return "Too few people were reached to say how long they waited."
    said = f"Half of the people we reached talked with us within {_days(median)} of being referred"
    if figures.nine_in_ten_days_to_first_contact is not None:
        said += f", nine in ten within {_days(figures.nine_in_ten_days_to_first_contact)}"
    return f"{said}."


def measure_title(measure: str, part: str) -> str:
    """What a measure, or a part of one, is called."""
    if measure == "goal":
        return "Their own goals, 0 to 10"
    found = LIBRARY[measure]
    if part.isdigit() and int(part) <= len(found.items):
        return f"{found.items[int(part) - 1].title} ({found.title.split(' (')[0]})"
    return found.title


def _of_supported(figure: str, label: str, people: int | None, figures: InNumbers) -> Bar:
    share = _share(people, figures.people_supported)
    return Bar(figure, label, number(people), share, "those supported")


def _share(some: int | None, whole: int | None) -> int | None:
    return None if some is None or not whole else round(100 * some / whole)


def _with_share(some: int | None, whole: int | None) -> str:
    share = _share(some, whole)
    return number(some) if share is None else f"{number(some)} ({share or 'under 1'}%)"


def _waited(days: float | None) -> str:
    return NOT_SHOWN if days is None else _days(days)


def _means(one: ShownChange) -> str:
    if one.before is None or one.after is None:
        return "Fewer than 30 pairs: no average"
    return f"{one.before:.1f} to {one.after:.1f}"


def _days(count: float) -> str:
    if count == 0:
        return "the same day"
    return "1 day" if count == 1 else f"{count:g} days"


def _count(value: int | None, noun: str) -> str:
    return f"a few {noun}" if value is None else f"{value:,} {noun}"
