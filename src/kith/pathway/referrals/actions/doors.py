"""The doors a scheme opens: what it says and asks there, and the links of those who have their own page."""

from __future__ import annotations

from uuid import UUID

from kith.audit.write import action
from kith.isolation import links
from kith.isolation.actor import Actor
from kith.isolation.models import PrivateLink
from kith.pathway.referrals.models import DoorPage, DoorQuestion
from kith.pathway.referrals.queries.doors import REFER, questions
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.vocabulary.doors import Door

# The doors that need no account; the scheme words them, asks its own questions there, opens and closes them.
CHOSEN = (Door.ASK, Door.PRACTICE, Door.PROFESSIONAL, Door.PARTNER)
# Those of people who sign in, which it words, opens and closes. What a colleague is told is written down always.
SIGNED_IN = (Door.ACCOUNT, Door.SHEET, Door.LETTER)


@action("referrals.give_link")
def give_link(*, by: Actor, scheme_id: UUID, place_id: UUID) -> PrivateLink:
    """Give a practice or organisation its own page; one it has already stops working."""
    links.end(purpose=REFER, subject_id=place_id)
    return links.give(scheme_id=scheme_id, purpose=REFER, subject_id=place_id)


@action("referrals.end_link")
def end_link(*, by: Actor, scheme_id: UUID, place_id: UUID) -> int:
    """End the page of a practice or organisation. Raises Refused when it has none."""
    ended = links.end(purpose=REFER, subject_id=place_id)
    if not ended:
        raise Refused("It has no page of its own, so there is nothing to end.")
    return ended


@action("referrals.change_door")
def change_door(
    *,
    by: Actor,
    scheme_id: UUID,
    door: str,
    is_open: bool = True,
    introduction: str = "",
    closed_words: str = "",
    expected: int | None = None,
) -> DoorPage:
    """Open or close a door and say what stands there. Raises Refused for a door of the staff, and Stale."""
    if door not in (*CHOSEN, *SIGNED_IN):
        raise Refused("This way in is your own staff's, and is always open.")
    page, _ = DoorPage.objects.get_or_create(scheme_id=scheme_id, door=Door(door))
    change(
        page,
        expected=page.version if expected is None else expected,
        is_open=is_open,
        introduction=introduction.strip(),
        closed_words=closed_words.strip(),
    )
    return page


@action("referrals.add_question")
def add_question(
    *,
    by: Actor,
    scheme_id: UUID,
    door: str,
    label: str,
    kind: str = DoorQuestion.Kind.YES_NO,
    hint: str = "",
    is_required: bool = False,
) -> DoorQuestion:
    """Ask one more thing at a door. Raises Refused without words, or when it is asked already."""
    words = " ".join(label.split())[:150]
    asked = questions(scheme_id, door)
    if not words:
        raise Refused("Write the question.", field="label")
    if asked.filter(label__iexact=words).exists():
        raise Refused("This is asked already. Change its words, or leave it.", field="label")
    return DoorQuestion.objects.create(
        scheme_id=scheme_id,
        door=Door(door),
        label=words,
        hint=hint.strip()[:250],
        kind=DoorQuestion.Kind(kind),
        is_required=is_required,
        position=asked.count(),
    )


@action("referrals.stop_question")
def stop_question(*, by: Actor, question: DoorQuestion) -> DoorQuestion:
    """Ask it no longer. What was answered stays where it was given."""
    change(question, is_asked=False)
    return question


@action("referrals.open_doors")
def open_doors(*, by: Actor, scheme_id: UUID, template: str) -> int:
    """Say at each door of a new scheme what a template says; how many questions it asks.

    `template` is a name of TEMPLATES; another name is a KeyError.
    """
    words, asked = TEMPLATES[template]
    for door, introduction in words.items():
        change_door(by=by, scheme_id=scheme_id, door=door, introduction=introduction)
    for door, label, hint in asked:
        add_question(by=by, scheme_id=scheme_id, door=door, label=label, hint=hint)
    return len(asked)


_GENERAL = {
    Door.ASK: "Anyone can ask, for themselves or for someone they know. It is free.",
    Door.PRACTICE: "For anyone at the practice: reception, nursing, pharmacy or doctor."
    " A name, a way to reach the person and a line on why is enough.",
    Door.PROFESSIONAL: "For hospital and community teams."
    " Send what you know; we ask the person for the rest.",
    Door.PARTNER: "For organisations who meet people before we do."
    " If a group can help them today, tell them about it, and press once so that it is counted.",
}
_CANCER = {
    **_GENERAL,
    Door.ASK: "For anyone affected by cancer, and for those close to them. It is free.",
    Door.PROFESSIONAL: "For cancer teams: clinical nurse specialists, navigators and support workers."
    " At any time from diagnosis on.",
}
# (what is said at each door, questions: door, words, hint). Few, and none of them required.
TEMPLATES: dict[str, tuple[dict[Door, str], tuple[tuple[Door, str, str], ...]]] = {
    "general": (
        _GENERAL,
        ((Door.PROFESSIONAL, "Are they going home in the next week?", "We then ring sooner."),),
    ),
    "cancer": (
        _CANCER,
        (
            (
                Door.PRACTICE,
                "Have they had a cancer care review?",
                "The review that a practice offers after a diagnosis.",
            ),
        ),
    ),
}
