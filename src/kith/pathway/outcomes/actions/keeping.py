"""How a scheme keeps the library: what it uses, who responds, what it may show, its own questions."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.organisations.models import Membership
from kith.pathway.caseload.rules import may_hold
from kith.pathway.outcomes import rules
from kith.pathway.outcomes.instruments import instrument
from kith.pathway.outcomes.models import OwnQuestion, Registration, Setting
from kith.pathway.outcomes.queries import shelf
from kith.resilience.errors import Refused
from kith.resilience.versions import change

MOST_ANSWERS = 11
MOST_WORDS = 400


@action("outcomes.set_use")
def set_use(
    *,
    by: Actor,
    scheme_id: UUID,
    measure: str,
    is_on: bool,
    is_prompted: bool = False,
    responder: Membership | None = None,
    reason: str = "",
    expected: int | None = None,
) -> Setting:
    """Decide whether the scheme uses a measure, whether it is offered at natural moments, and who responds.

    Raises Refused without a reason, or when a measure whose answers may alert is switched on without
    somebody who may open records; Stale on another's change.
    """
    kept = shelf(scheme_id).get(measure)
    if kept is None:
        instrument(measure)
        raise Refused("This measure is not in the library.")
    if not reason.strip():
        raise Refused("Say why. It stays on the record.", field="reason")
    if is_on and kept.measure.needs_responder and responder is None:
        raise Refused("Name who is told when an answer asks somebody to act.", field="responder")
    if responder is not None and not may_hold(responder):
        raise Refused(
            f"{responder.name} may not open people’s records. Name somebody else.",
            field="responder",
        )
    values = {
        "is_on": is_on,
        "is_prompted": is_on and is_prompted,
        "responder": responder,
        "reason": reason.strip()[:300],
    }
    if kept.setting is None:
        return Setting.objects.create(scheme_id=scheme_id, measure=measure, **values)
    change(kept.setting, expected=expected, **values)
    return kept.setting


@action("outcomes.register")
def register(
    *,
    by: Actor,
    scheme_id: UUID,
    measure: str,
    organisation: str,
    registered_on: datetime.date,
    reference: str,
    items: Sequence[str],
    answers: Sequence[str] = (),
    asks: str = "",
    notice: str = "",
) -> Registration:
    """Record that the owner of a measure lets `organisation` show its questions, and load them.

    `items` are the questions in the order of the form; `answers` the words of the answers in the order they
    are printed, or none to show the numbers alone. An earlier registration ends. Raises Refused for a
    measure whose text is here already, without who, when and reference, or for texts that do not fit.
    """
    declared = instrument(measure)
    if declared.text_ships:
        raise Refused(f"The questions of {declared.title} are here already: nothing is needed.")
    if not organisation.strip():
        raise Refused("Say which organisation is registered.", field="organisation")
    if not reference.strip():
        raise Refused(
            "Give the reference of the registration, such as the licence number or the date and sender of"
            " the e-mail that granted it.",
            field="reference",
        )
    rules.check_day(registered_on)
    text = {
        "asks": asks.strip()[:MOST_WORDS],
        "items": _texts(items, len(declared.items), "items"),
        "answers": _texts(answers, len(declared.items[0].answers), "answers") if answers else [],
        "notice": notice.strip()[:MOST_WORDS],
    }
    end_registration(by=by, scheme_id=scheme_id, measure=measure)
    return Registration.objects.create(
        scheme_id=scheme_id,
        measure=measure,
        organisation=organisation.strip()[:200],
        registered_on=registered_on,
        reference=reference.strip()[:200],
        text=text,
        by_name=by.name[:200],
    )


def _texts(given: Sequence[str], count: int, field: str) -> list[str]:
    said = [one.strip() for one in given if one.strip()]
    if len(said) != count:
        raise Refused(
            f"There are {count} of them on the form; {len(said)} were given.", field=field
        )
    if any(len(one) > MOST_WORDS for one in said):
        raise Refused(f"Keep each to {MOST_WORDS} characters.", field=field)
    return said


@action("outcomes.end_registration")
def end_registration(*, by: Actor, scheme_id: UUID, measure: str) -> int:
    """Show the questions of a measure no more; how many registrations ended. Scores stay."""
    held = Registration.objects.filter(scheme_id=scheme_id, measure=measure, ended_at=None)
    return held.update(ended_at=timezone.now())


@action("outcomes.ask_own")
def ask_own(
    *,
    by: Actor,
    scheme_id: UUID,
    title: str,
    words: str,
    least: int,
    most: int,
    least_words: str,
    most_words: str,
    better: str,
    minimum_age: int = 18,
    alert_at: int | None = None,
    responder: Membership | None = None,
    follows: OwnQuestion | None = None,
) -> OwnQuestion:
    """Add a question of the scheme's own, or other words for one (`follows`, which ends).

    Raises Refused for a range that is none or too long to choose from, an answer outside it that alerts, or
    one that alerts with nobody named; and when the one it follows was changed already.
    """
    if not (title.strip() and words.strip()):
        raise Refused("Write the question and a short name for it.", field="words")
    if not 0 < most - least < MOST_ANSWERS:
        raise Refused(
            f"From the lowest to the highest there are 2 to {MOST_ANSWERS} answers.", field="most"
        )
    if better not in OwnQuestion.Better.values:
        raise Refused("Choose which way is better.", field="better")
    if alert_at is not None and not least <= alert_at <= most:
        raise Refused("Choose one of the answers.", field="alert_at")
    if follows is not None:
        stop_own(by=by, question=follows)
    row = OwnQuestion.objects.create(
        scheme_id=scheme_id,
        title=title.strip()[:80],
        words=words.strip()[:300],
        least=least,
        most=most,
        least_words=least_words.strip()[:60],
        most_words=most_words.strip()[:60],
        better=better,
        minimum_age=minimum_age,
        alert_at=alert_at,
        follows=follows,
    )
    set_use(
        by=by, scheme_id=scheme_id, measure=row.key, is_on=True, responder=responder,
        reason="Written by the scheme",
    )  # fmt: skip
    return row


@action("outcomes.stop_own")
def stop_own(*, by: Actor, question: OwnQuestion) -> OwnQuestion:
    """Ask a question no more; its scores stay readable. Raises Refused when it ended already."""
    now = timezone.now()
    if not OwnQuestion.objects.filter(pk=question.pk, ended_at=None).update(ended_at=now):
        raise Refused(
            "This question is not asked any more. Reload the page to see what replaced it."
        )
    question.ended_at = now
    return question
