"""A second, independent computation of every figure: plain Python over rows, one figure at a time.

Written from the definitions in words, and slowly on purpose; it shares nothing with the product's
SQL but the library of measures.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import statistics
from collections.abc import Callable, Iterable
from typing import Any

import holidays

from kith.insight.rules.periods import Period
from kith.pathway.outcomes.instruments import LIBRARY
from kith.ui.dates import day_of
from tests.unit.insight.generated import NO_TRY, Rows

BANK_HOLIDAYS = holidays.UnitedKingdom(subdiv="ENG")
PROMISES = ("read", "attempt", "conversation", "appointment")
BANDS = ((18, "under_18"), (40, "18_to_39"), (65, "40_to_64"), (80, "65_to_79"))


class Second:
    """The figures of some rows in a period, each worked out from the rows alone."""

    def __init__(self, rows: Rows, period: Period) -> None:
        self.rows, self.first, self.last = rows, period.first, period.last

    def figures(self) -> dict[str, Any]:
        supported = self.supported()
        calls = self.calls()
        reached = [call for call in calls if call.outcome == "reached"]
        ages = [self.who(call).age_on(day_of(call.happened_at)) for call in reached]
        stages = self.funnel()
        waits = sorted(self.waits(stages["contacted"]))
        twice = {p["who"] for p in self.pairs() if p["who"] in supported}
        better = {p["who"] for p in self.pairs() if p["way"] == "better" and p["who"] in supported}
        practices = self.practices()
        return {
            "people_supported": len(supported),
            "conversations": sum(self.counts(c) for c in self.rows.contacts),
            "support_given": sum(self.within(s.given_on) for s in self.rows.support),
            "referrals_received": len(self.received()),
            "proactive_calls": len(calls),
            "proactive_people": len({self.who(call) for call in calls}),
            "outreach_people": len({self.who(call) for call in reached}),
            "outreach_age_min": min(ages, default=None),
            "outreach_age_max": max(ages, default=None),
            "practices": len(practices),
            "registered_patients": sum(self.list_size(p) for p in practices),
            **{stage: len(people) for stage, people in stages.items()},
            "median_days_to_first_contact": statistics.median(waits) if waits else None,
            "nine_in_ten_days_to_first_contact": (
                waits[-(-len(waits) * 9 // 10) - 1] if waits else None
            ),
            "helped_by_link_worker_alone": len(supported - self.introduced()),
            "measured_twice": len(twice),
            "measured_better": len(better),
            "foundations": self.foundations(supported),
            "ages": tally(self.band(p) for p in supported),
            "ethnicities": tally(p.ethnicity for p in supported),
            "changes": self.changes(supported),
            "doors": self.doors(),
            "promises": self.promises(),
        }

    # Days and people

    def within(self, moment: dt.date | None) -> bool:
        return moment is not None and self.first <= day_of(moment) <= self.last

    def who(self, row: Any) -> Any:
        person = row.person if hasattr(row, "person") else row
        return person.merged_into or person

    def alive(self, case: Any) -> bool:
        ended = case.ended_at is not None and day_of(case.ended_at) < self.first
        return day_of(case.opened_at) <= self.last and not ended

    # Support

    def counts(self, contact: Any) -> bool:
        if contact.outcome != "reached" or not self.within(contact.happened_at):
            return False
        if contact.case is not None:
            return True
        return any(
            self.who(case) is self.who(contact)
            and day_of(case.opened_at) <= self.last
            and (case.ended_at is None or case.ended_at >= contact.happened_at)
            for case in self.rows.cases
        )

    def supported(self) -> set[Any]:
        found = {self.who(contact) for contact in self.rows.contacts if self.counts(contact)}
        return found | {self.who(s) for s in self.rows.support if self.within(s.given_on)}

    def received(self) -> list[Any]:
        return [row for row in self.rows.referrals if self.within(row.received_at)]

    def calls(self) -> list[Any]:
        made = [call.contact for call in self.rows.calls]
        return [contact for contact in made if self.within(contact.happened_at)]

    def introduced(self) -> set[Any]:
        return {
            self.who(i)
            for i in self.rows.introductions
            if day_of(i.made_at) <= self.last and self.alive(i.case)
        }

    def foundations(self, supported: set[Any]) -> dict[str, int]:
        return tally(
            row
            for _, row in {
                (self.who(need).pk, need.foundation)
                for need in self.rows.needs
                if need.taken_back_at is None
                and self.alive(need.plan.case)
                and self.who(need) in supported
            }
        )

    def band(self, person: Any) -> str:
        age = person.age_on(self.last)
        return next((name for below, name in BANDS if age < below), "80_and_over")

    # The ways in

    def doors(self) -> tuple[tuple[Any, ...], ...]:
        found: dict[str, list[int | None]] = {}
        for row in self.received():
            day = day_of(row.received_at)
            talks = [
                day_of(contact.happened_at)
                for contact in self.rows.contacts
                if contact.outcome == "reached"
                and self.within(contact.happened_at)
                and self.who(contact) is self.who(row)
                and day_of(contact.happened_at) >= day
            ]
            found.setdefault(row.door, []).append((min(talks) - day).days if talks else None)
        return tuple(self.door(door, found[door]) for door in sorted(found))

    def door(self, door: str, waits: list[int | None]) -> tuple[Any, ...]:
        known = sorted(wait for wait in waits if wait is not None)
        return (
            door,
            len(waits),
            len(known),
            statistics.median(known) if known else None,
            known[-(-len(known) * 9 // 10) - 1] if known else None,
        )

    # What was promised

    def promises(self) -> tuple[tuple[Any, ...], ...]:
        found: dict[tuple[str, int], list[bool]] = {}
        for row in self.received():
            for place, kept in enumerate(self.kept(row)):
                if kept is not None:
                    found.setdefault((row.door, place), []).append(kept)
        return tuple(
            (door, PROMISES[place], sum(kept), len(kept))
            for (door, place), kept in sorted(found.items())
        )

    def kept(self, row: Any) -> list[bool | None]:
        """Whether each promise to a referral was kept; None where nothing can be said."""
        case = next((case for case in self.rows.cases if case.referral is row), None)
        contacts = [
            contact
            for contact in self.rows.contacts
            if case is not None and contact.case is case and contact.happened_at >= row.received_at
        ]
        talks = [c for c in contacts if c.outcome == "reached"]
        readings = [one.read_at for one in self.rows.readings if one.referral is row]
        done = (
            [*readings, row.decided_at],
            [c.happened_at for c in contacts if c.outcome not in NO_TRY],
            [c.happened_at for c in talks],
            [c.happened_at for c in talks if c.planned_for or c.medium in ("01", "03")],
        )
        over = case.ended_at if case is not None else None
        if over is None and row.decision not in ("received", "taken_on"):
            over = row.decided_at
        ended = over is not None and day_of(over) <= self.last
        days = self.due_days(row, case)
        return [self.was(day, when, ended) for day, when in zip(days, done, strict=True)]

    def was(self, due: dt.date, moments: Iterable[Any], ended: bool) -> bool | None:
        known = [day_of(at) for at in moments if at is not None and day_of(at) <= self.last]
        if known:
            return min(known) <= due
        return None if ended or due >= self.last else False

    def due_days(self, row: Any, case: Any) -> list[dt.date]:
        scheme, routine = self.rows.scheme, row.urgency == "routine"
        call = scheme.call_within if routine else scheme.call_soon_within
        promised = (scheme.read_within, call, scheme.talk_within, scheme.meet_within)
        days = [self.after(day_of(row.received_at), count) for count in promised]
        chosen = sorted(
            (wait.noted_at, wait.chosen_on)
            for wait in self.rows.waits
            if case is not None and wait.case is case and day_of(wait.noted_at) <= self.last
        )
        return [days[0], *(max(day, chosen[-1][1]) if chosen else day for day in days[1:])]

    @staticmethod
    def after(day: dt.date, count: int) -> dt.date:
        while count:
            day += dt.timedelta(days=1)
            count -= day.isoweekday() <= 5 and day not in BANK_HOLIDAYS
        return day

    # The funnel

    def funnel(self) -> dict[str, dict[Any, dt.date]]:
        """Stage -> person -> the day they were referred."""
        referred: dict[Any, dt.date] = {}
        for row in sorted(self.received(), key=lambda row: row.received_at):
            referred.setdefault(self.who(row), day_of(row.received_at))
        rows = self.rows
        talks = [(c, c.happened_at) for c in rows.contacts if c.outcome == "reached"]
        plans = [(p, p.agreed_on) for p in rows.plans]
        made = [(i, i.made_at) for i in rows.introductions]
        came = [
            (i, i.came_at or i.progress_at)
            for i in rows.introductions
            if i.came_at or i.progress == "came"
        ]
        stages = {"referred": referred}
        for name, events in (
            ("contacted", talks), ("plan", plans), ("connected", made), ("attended", came)
        ):  # fmt: skip
            referred = self.some(referred, events)
            stages[name] = referred
        better = [p for p in self.pairs() if p["way"] == "better"]
        stages["changed"] = {
            person: day
            for person, day in referred.items()
            if any(p["who"] is person and p["on"] >= day for p in better)
        }
        return stages

    def some(self, people: dict[Any, dt.date], events: list[Any]) -> dict[Any, dt.date]:
        return {
            person: day
            for person, day in people.items()
            if any(
                self.who(row) is person and on is not None and day <= day_of(on) <= self.last
                for row, on in events
            )
        }

    def waits(self, contacted: dict[Any, dt.date]) -> Iterable[int]:
        for person, day in contacted.items():
            talked = [
                day_of(c.happened_at)
                for c in self.rows.contacts
                if c.outcome == "reached" and self.who(c) is person
            ]
            yield min((d - day).days for d in talked if day <= d <= self.last)

    # Measures

    def readings(self) -> Iterable[dict[str, Any]]:
        for row in self.rows.ratings:
            if row.replaced_at is None and row.taken_on <= self.last and self.alive(row.case):
                yield {
                    "row": row,
                    "measure": "goal",
                    "part": str(row.goal.pk),
                    "value": row.rating,
                    "better": "higher",
                }
        for row in self.rows.scores:
            if row.replaced_at or row.skipped_why or row.taken_on > self.last:
                continue
            if not self.alive(row.case):
                continue
            if row.measure == "ons4":
                for number, item in enumerate(LIBRARY["ons4"].items, 1):
                    yield {
                        "row": row,
                        "measure": "ons4",
                        "part": str(number),
                        "value": row.answers[str(number)],
                        "better": item.better.value,
                    }
            else:
                yield {
                    "row": row,
                    "measure": row.measure,
                    "part": "",
                    "value": sum(row.answers.values()),
                    "better": LIBRARY[row.measure].better.value,
                }

    def things(self) -> dict[Any, list[dict[str, Any]]]:
        found: dict[Any, list[dict[str, Any]]] = {}
        for one in self.readings():
            found.setdefault((one["row"].case.pk, one["measure"], one["part"]), []).append(one)
        return found

    def pairs(self) -> list[dict[str, Any]]:
        found = []
        for (_, measure, part), all_of_it in self.things().items():
            at: dict[str, list[Any]] = {"start": [], "review": [], "end": []}
            for one in sorted(all_of_it, key=lambda one: one["row"].taken_on):
                at[one["row"].moment].append(one)
            later = at["end"] or at["review"]
            if not at["start"] or not later:
                continue
            before, after = at["start"][0], later[-1]
            gained = after["value"] - before["value"]
            gained = gained if before["better"] == "higher" else -gained
            found.append(
                {
                    "who": self.who(before["row"]),
                    "on": after["row"].taken_on,
                    "measure": measure,
                    "part": part,
                    "before": before["value"],
                    "after": after["value"],
                    "way": "better" if gained > 0 else "worse" if gained < 0 else "same",
                }
            )
        return found

    def changes(self, supported: set[Any]) -> dict[Any, tuple[Any, ...]]:
        begun: dict[str, int] = {}
        for (_, measure, part), all_of_it in self.things().items():
            first = part == "1" or measure != "ons4"
            at_start = any(one["row"].moment == "start" for one in all_of_it)
            if first and at_start and self.who(all_of_it[0]["row"]) in supported:
                begun[measure] = begun.get(measure, 0) + 1
        parts = {(p["measure"], p["part"]) for p in self.pairs() if p["who"] in supported}
        started = {}
        for measure, count in begun.items():
            apart = {part for one, part in parts if one == measure} if measure != "goal" else set()
            started |= {(measure, part): count for part in apart or {""}}
        result = {}
        for key, count in started.items():
            pairs = [
                p
                for p in self.pairs()
                if (p["measure"], "" if p["measure"] == "goal" else p["part"]) == key
                and p["who"] in supported
            ]
            ways = tally(p["way"] for p in pairs)
            result[key] = (
                len(pairs),
                ways.get("better", 0),
                ways.get("same", 0),
                ways.get("worse", 0),
                count,
                round(statistics.fmean([p["before"] for p in pairs] or [0]), 6),
                round(statistics.fmean([p["after"] for p in pairs] or [0]), 6),
            )
        return result

    # Practices

    def practices(self) -> set[Any]:
        return {
            row.practice_id
            for row in self.rows.memberships
            if row.from_date <= self.last and (row.to_date is None or row.to_date >= self.first)
        }

    def list_size(self, practice_id: Any) -> int:
        taken = [
            (size.on_date, size.registered)
            for size in self.rows.sizes
            if size.practice.pk == practice_id and size.on_date <= self.last
        ]
        return max(taken)[1] if taken else 0


def tally(values: Iterable[str]) -> dict[str, int]:
    """How many of each."""
    found: dict[str, int] = {}
    for value in values:
        found[value] = found.get(value, 0) + 1
    return found


def differences(figures: dict[str, Any], counts: Any) -> list[str]:
    """The names of the figures on which the two computations do not agree."""
    got = {name: getattr(counts, name) for name in figures}
    got["changes"] = {
        (c.measure, c.part): (
            c.pairs,
            c.better,
            c.same,
            c.worse,
            c.started,
            round(c.before, 6),
            round(c.after, 6),
        )
        for c in counts.changes
    }
    for name in ("doors", "promises"):
        got[name] = tuple(dataclasses.astuple(one) for one in getattr(counts, name))
    same: Callable[[str], bool] = lambda name: got[name] == figures[name]  # noqa: E731
    return [f"{n}: {got[n]}, not {figures[n]}" for n in figures if not same(n)]
