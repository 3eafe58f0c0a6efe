"""What fits, and in which order: judged where the rows are, so that a page of results costs one statement
whether a directory has forty services or sixty thousand.

Eligibility first: what is known to be wrong leaves a service out, with the reason; what is not known never
does. What somebody's words only hint at puts services first and leaves none out.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from kith.directory import rules
from kith.directory.queries import wanted as keys
from kith.directory.queries.meant import Meant
from kith.directory.queries.near import EARTH_KM
from kith.directory.queries.wanted import Wanted, language_of
from kith.directory.queries.words import Hits
from kith.vocabulary import languages

# ruff: noqa: S608 every statement is built of the words below alone; what was typed is handed over apart.

_TAKES = "coalesce(s.minimum_age <= {age}, true) AND coalesce(s.maximum_age >= {age}, true)"
_ELSEWHERE = "p.is_online IS NOT TRUE"
_IN_THE_WAY = {
    keys.CLOSED: "s.gone_at IS NOT NULL OR s.status <> 'active'",
    keys.FOUNDATION: "NOT s.foundations && %(foundations)s::varchar[]",
    keys.AGE: f"NOT ({_TAKES.format(age='%(age)s')})",
    keys.NO_RECOURSE: "s.takes_no_recourse IS FALSE",
    keys.WOMEN: "s.is_women_only IS FALSE",
    keys.MAN: "s.is_women_only IS TRUE",
    keys.TOO_FAR: f"p.km > %(within_km)s AND {_ELSEWHERE}",
    keys.WHEN: "NOT t.at_that_time",
    keys.FULL: "s.places_free = 0",
    keys.COST: "s.is_free IS FALSE",
    keys.LANGUAGE: "s.languages && %(languages)s::varchar[] AND NOT s.languages && %(spoken)s::varchar[]",
    keys.STEPS: "p.has_steps",
    keys.NOT_ONLINE: _ELSEWHERE,
    keys.SETTING: "s.setting NOT IN ('', %(setting)s)",
}
"""What may stand in the way of a service, in the order in which it is said."""

_KNOWN = {
    keys.NO_RECOURSE: "s.takes_no_recourse IS NOT NULL",
    keys.WOMEN: "s.is_women_only IS NOT NULL",
    keys.WHEN: "t.at_that_time IS NOT NULL",
    keys.FULL: "s.places_free IS NOT NULL",
    keys.COST: "s.is_free IS NOT NULL",
    keys.STEPS: "coalesce(p.is_step_free OR p.is_online, false)",
    keys.SETTING: "s.setting <> ''",
}
"""When it is known of a service that nothing of the kind stands in its way: such come before those to be asked."""

TEXT, FOUNDATIONS, SPOKEN, CHECKED, HINT = 4.0, 0.5, 0.3, 0.3, 0.7
"""What the words weigh beside what else puts a service first; nearness weighs 1 at the door and half at 2 km."""
_SCORE = {
    "words": f"{TEXT} * hit.worth",
    "foundations": f"{FOUNDATIONS} * (SELECT count(*) FROM unnest(s.foundations) AS one"
    " WHERE one = ANY (%(foundations)s)) / cardinality(%(foundations)s::varchar[])",
    "near": "coalesce(1 / (1 + p.km / 2), 0)",
    "spoken": f"{SPOKEN} * (s.languages && %(spoken)s::varchar[])::int",
    "speaks": f"{HINT} * (s.languages && %(spoken)s::varchar[])::int",
    "full": f"-{HINT} * coalesce(s.places_free = 0, false)::int",
    "checked": f"{CHECKED} * CASE WHEN s.assured_on > %(today)s THEN 0"
    f" WHEN %(today)s - s.assured_on <= {rules.FRESH_DAYS}"
    f" THEN {rules.Freshness.FRESH.share} WHEN %(today)s - s.assured_on <= {rules.STALE_DAYS}"
    f" THEN {rules.Freshness.DUE.share} ELSE 0 END",
}
# What is meant for an age comes before what takes anyone: for older people what begins at forty or later, for
# others what ends at some age. The two ages are ours.
OLDER = 60
_MEANT_FOR = {
    True: "coalesce(s.minimum_age, 0) >= 40",
    False: "s.maximum_age IS NOT NULL",
}
_HINTS = {
    "women": "CASE WHEN s.is_women_only THEN 1 ELSE -1 END",
    "no_recourse": "CASE s.takes_no_recourse WHEN true THEN 1 WHEN false THEN -1 ELSE 0 END",
    "free": "CASE s.is_free WHEN true THEN 1 WHEN false THEN -1 ELSE 0 END",
    "online": "CASE WHEN p.is_online THEN 1 ELSE -1 END",
    "step_free": "CASE WHEN p.is_step_free THEN 1 ELSE 0 END",
    "language": "CASE WHEN s.languages && %(hinted)s::varchar[] THEN 1 ELSE -1 END",
    "days": "CASE t.on_these_days WHEN true THEN 1 WHEN false THEN -1 ELSE 0 END",
    "age": f"CASE WHEN NOT ({_TAKES.format(age='%(said_age)s')}) THEN -1 WHEN {{meant_for}} THEN 1 ELSE 0 END",
}
"""1 for a hint that is met, -1 for one that is known not to be, 0 where nobody knows."""

_KM = f"""2 * {EARTH_KM} * asin(sqrt(least(1,
        power(sin(radians(latitude - %(latitude)s) / 2), 2) + cos(radians(latitude))
        * cos(radians(%(latitude)s)) * power(sin(radians(longitude - %(longitude)s) / 2), 2))))"""
_PLACES = """p AS (
    SELECT service_id, bool_or(is_online) AS is_online, bool_or(is_step_free) AS is_step_free,
        bool_and(is_step_free IS FALSE) FILTER (WHERE NOT is_online) AS has_steps, {km} AS km
    FROM directory_place WHERE scheme_id = ANY (%(schemes)s) GROUP BY service_id
)"""
_ON = (
    "CASE WHEN cardinality(days) > 0 THEN"
    " EXISTS (SELECT FROM unnest(days) AS day WHERE right(day, 2) = ANY (%({days})s)) END"
)
"""NULL where a session does not say on which days it is."""
_OPEN = """CASE WHEN closes < opens
            THEN %(before)s::time IS NULL OR opens < %(before)s OR closes > coalesce(%(after)s::time, '00:00')
            ELSE (%(after)s::time IS NULL OR closes IS NULL OR closes > %(after)s)
                AND (%(before)s::time IS NULL OR opens IS NULL OR opens < %(before)s) END"""
"""What closes before it opens goes on past midnight."""
_ANY = "CASE WHEN bool_or({it}) THEN true WHEN bool_or(({it}) IS NULL) THEN NULL ELSE false END"
"""True of one of them, else NULL where it is not known of one."""
_FITS = f"""(%(days)s = '{{}}' OR {_ON.format(days="days")}) AND {_OPEN}
            AND (to_date IS NULL OR to_date >= %(today)s)"""
_SESSIONS = f"""t AS (
    SELECT service_id, {_ANY.format(it=_FITS)} AS at_that_time,
        {_ANY.format(it=_ON.format(days="said_days"))} AS on_these_days
    FROM directory_session WHERE scheme_id = ANY (%(schemes)s) GROUP BY service_id
)"""


@dataclass(frozen=True, slots=True)
class Fitting:
    """The services of one page, best first; how many are known to fit, and how many may; how many do not, by
    what stands in the way.
    """

    ids: list[UUID]
    known: int
    count: int
    left_out: list[tuple[str, int]]


def fitting(
    scheme_ids: Sequence[UUID],
    wanted: Wanted,
    meant: Meant,
    hits: Hits,
    *,
    today: datetime.date,
    first: int = 0,
    most: int | None = None,
) -> Fitting:
    """What fits of these schemes, from the one at `first` (from 0), `most` of them or all."""
    given = _given(scheme_ids, wanted, meant, today) | {
        "ids": list(hits or ()), "worths": [hit.worth for hit in (hits or {}).values()],
        "first": first + 1, "last": first + (most or 0),
    }  # fmt: skip
    shown = "%(first)s:" if most is None else "%(first)s:%(last)s"
    statement = _statement(wanted, meant, shown, with_words=hits is not None)
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        rows = cursor.fetchall()
    order = list(_IN_THE_WAY)
    left = [(key, count) for key, count, *_ in rows if key]
    left.sort(key=lambda row: (-row[1], order.index(row[0])))
    count, known, ids = next((row[1:] for row in rows if not row[0]), (0, 0, []))
    return Fitting(ids, known, count, left)


def _statement(wanted: Wanted, meant: Meant, shown: str, *, with_words: bool) -> str:
    asks = _asks(wanted)
    stands = [f"WHEN {_IN_THE_WAY[key]} THEN '{key}'" for key in _IN_THE_WAY if asks[key]]
    known = " AND ".join(sql for key, sql in _KNOWN.items() if asks[key]) or "true"
    score = [*_scores(wanted, meant, with_words=with_words), *_hints(meant)]
    km = f"min({_KM}) FILTER (WHERE latitude IS NOT NULL)" if wanted.near else "NULL::float"
    hit = "hit AS (SELECT * FROM unnest(%(ids)s::uuid[], %(worths)s::float[]) AS hit (id, worth)),"
    return f"""
        WITH {hit if with_words else ""} {_PLACES.format(km=km)}, {_SESSIONS},
        judged AS (
            SELECT s.id, s.name, p.km, {known} AS is_known, {" + ".join(score)} AS score,
                CASE {" ".join(stands)} ELSE '' END AS in_the_way
            FROM directory_service s {"JOIN hit USING (id)" if with_words else ""}
            LEFT JOIN p ON p.service_id = s.id LEFT JOIN t ON t.service_id = s.id
            WHERE s.scheme_id = ANY (%(schemes)s) AND s.joined_to_id IS NULL
        )
        SELECT in_the_way, count(*), count(*) FILTER (WHERE is_known), coalesce((array_agg(
            id ORDER BY is_known DESC, score DESC, coalesce(km, 0), lower(name) COLLATE "C", id
        ) FILTER (WHERE in_the_way = ''))[{shown}], '{{}}')
        FROM judged GROUP BY in_the_way
    """


def _asks(wanted: Wanted) -> Mapping[str, bool]:
    """Of each thing that may stand in the way whether it does here."""
    return {
        keys.CLOSED: True,
        keys.FOUNDATION: bool(wanted.foundations),
        keys.AGE: wanted.age is not None,
        keys.NO_RECOURSE: wanted.no_recourse,
        keys.WOMEN: wanted.women,
        keys.MAN: wanted.man,
        keys.TOO_FAR: wanted.near is not None and wanted.within_km is not None,
        keys.WHEN: wanted.has_times,
        keys.FULL: wanted.places,
        keys.COST: wanted.free,
        keys.LANGUAGE: bool(wanted.language),
        keys.STEPS: wanted.step_free,
        keys.NOT_ONLINE: wanted.online,
        keys.SETTING: bool(wanted.setting),
    }


def _scores(wanted: Wanted, meant: Meant, *, with_words: bool) -> Iterator[str]:
    asked = {
        "words": with_words,
        "foundations": bool(wanted.foundations),
        "near": wanted.near is not None,
        "spoken": bool(language_of(wanted, meant)),
        "speaks": bool(wanted.speaks),
        "full": True,
        "checked": True,
    }
    yield from (sql for key, sql in _SCORE.items() if asked[key])


def _hints(meant: Meant) -> Iterator[str]:
    said = {name: getattr(meant, name) for name in _HINTS} | {"age": meant.age is not None}
    meant_for = _MEANT_FOR[(meant.age or 0) >= OLDER]
    for name, sql in _HINTS.items():
        if said[name]:
            yield f"{HINT} * {sql.replace('{meant_for}', meant_for)}"


def _given(
    scheme_ids: Sequence[UUID], wanted: Wanted, meant: Meant, today: datetime.date
) -> dict[str, Any]:
    near, asked = wanted.near, language_of(wanted, meant)
    known = _written(scheme_ids) if asked else {}
    wider = languages.TABLE.term(asked).rolls_up_to if asked else None
    return {
        "schemes": list(scheme_ids), "foundations": list(wanted.foundations), "age": wanted.age,
        "within_km": wanted.within_km, "days": list(wanted.days), "after": wanted.after,
        "before": wanted.before, "setting": wanted.setting, "today": today,
        "latitude": near and near.latitude, "longitude": near and near.longitude,
        "said_days": list(meant.days), "said_age": meant.age, "languages": list(known),
        "spoken": [said for said, code in known.items() if code in (asked, wider)],
        "hinted": [said for said, code in known.items() if code == meant.language],
    }  # fmt: skip


def _written(scheme_ids: Sequence[UUID]) -> dict[str, str]:
    """The languages that services say are spoken there, as they write them, and which each is; those that we
    do not know are left out.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT unnest(languages) FROM directory_service WHERE scheme_id = ANY (%s)",
            [list(scheme_ids)],
        )
        read = {said: languages.recognise(said) for (said,) in cursor.fetchall()}
    return {said: code for said, code in read.items() if code}
