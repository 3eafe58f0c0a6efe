"""What the scheme runs and who pays for it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.organisations.models import (
    Contract,
    Funder,
    Programme,
    ProgrammePrompt,
    ProgrammeQuestion,
    ProgrammeReferrer,
    ProgrammeStage,
    Reason,
    ReferringOrganisation,
)
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.vocabulary.programme_templates import TEMPLATES, Template

_DISTRICT = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]?")
OF_A_LIST = (ProgrammeQuestion.Kind.ONE_OF, ProgrammeQuestion.Kind.SEVERAL_OF)


@action("organisations.add_programme")
def add_programme(
    *, by: Actor, scheme_id: UUID, name: str, description: str = "", template: str = "blank"
) -> Programme:
    """Add a strand of the scheme, with what its template (`vocabulary.programme_templates`) brings.

    Raises Refused for a name that is taken, or a template that there is not.
    """
    start = TEMPLATES.get(template)
    if start is None:
        raise Refused("Choose what the programme starts with.", field="template")
    _check_name(scheme_id, name)
    programme = Programme.objects.create(
        scheme_id=scheme_id,
        name=name,
        description=description or start.description,
        condition=start.condition,
        asks_concerns=start.asks_concerns,
    )
    _fill(by, programme, start)
    return programme


def _fill(by: Actor, programme: Programme, start: Template) -> None:
    for one in start.questions:
        add_question(
            by=by, programme=programme, kind=one.kind, label=one.label, hint=one.hint,
            choices=one.choices, is_required=one.required, asked=one.asked,
        )  # fmt: skip
    stages = {label: add_stage(by=by, programme=programme, label=label) for label in start.stages}
    for prompt in start.prompts:
        add_prompt(
            by=by, programme=programme, text=prompt.text, why=prompt.why,
            after_stage=stages.get(prompt.after), after_days=prompt.days,
        )  # fmt: skip
    position = Reason.objects.filter(scheme_id=programme.scheme_id).count()
    for label, foundation in start.reasons:
        Reason.objects.get_or_create(
            scheme_id=programme.scheme_id,
            label=label,
            defaults={"foundation": foundation, "position": position},
        )
        position += 1


@action("organisations.change_programme")
def change_programme(
    *,
    by: Actor,
    programme: Programme,
    name: str,
    description: str,
    condition: str,
    asks_concerns: bool,
    is_open: bool,
    districts: Sequence[str] = (),
    organisations: Sequence[ReferringOrganisation] = (),
    expected: int | None = None,
) -> Programme:
    """Change what a programme is and whom it is for: postcode districts and places that refer.

    Raises Refused for a name that is taken or a district that is none, Stale on another's change.
    """
    if name != programme.name:
        _check_name(programme.scheme_id, name)
    wanted = sorted({district.strip().upper() for district in districts if district.strip()})
    odd = [district for district in wanted if not _DISTRICT.fullmatch(district)]
    if odd:
        raise Refused(
            f"“{odd[0]}” is no postcode district. Write the first half, such as E3 or SW1A.",
            field="districts",
        )
    change(
        programme, expected=expected, name=name, description=description, condition=condition,
        asks_concerns=asks_concerns, is_open=is_open, districts=wanted,
    )  # fmt: skip
    _refer_from(programme, organisations)
    return programme


def _refer_from(programme: Programme, wanted: Sequence[ReferringOrganisation]) -> None:
    held = ProgrammeReferrer.objects.filter(programme=programme, ended_at=None)
    there = set(held.values_list("organisation_id", flat=True))
    held.exclude(organisation__in=wanted).update(ended_at=timezone.now())
    for place in wanted:
        if place.pk not in there:
            ProgrammeReferrer.objects.create(
                scheme_id=programme.scheme_id, programme=programme, organisation=place
            )


def _check_name(scheme_id: UUID, name: str) -> None:
    if not name.strip():
        raise Refused("Give the programme a name.", field="name")
    if Programme.objects.filter(scheme_id=scheme_id, name=name).exists():
        raise Refused(
            "There is a programme of this name already. Change that one, or choose another name.",
            field="name",
        )


@action("organisations.add_question")
def add_question(
    *,
    by: Actor,
    programme: Programme,
    kind: str,
    label: str,
    hint: str = "",
    choices: Sequence[str] = (),
    is_required: bool = False,
    asked: str = ProgrammeQuestion.Moment.REFERRAL,
) -> ProgrammeQuestion:
    """Add a question at the end. Raises Refused for a list of fewer than two answers, and for the same
    question twice.
    """
    answers = list(dict.fromkeys(one.strip() for one in choices if one.strip()))
    if kind in OF_A_LIST and len(answers) < 2:
        raise Refused("Write at least two answers, one a line.", field="choices")
    if any(len(one) > 120 for one in answers):
        raise Refused("Keep each answer to 120 characters.", field="choices")
    rows = ProgrammeQuestion.objects.filter(programme=programme)
    if rows.filter(label=label, is_asked=True).exists():
        raise Refused("This programme asks that already.", field="label")
    return ProgrammeQuestion.objects.create(
        scheme_id=programme.scheme_id,
        programme=programme,
        kind=ProgrammeQuestion.Kind(kind),
        label=label,
        hint=hint,
        choices=answers if kind in OF_A_LIST else [],
        is_required=is_required,
        asked=ProgrammeQuestion.Moment(asked),
        position=rows.count(),
    )


@action("organisations.add_stage")
def add_stage(*, by: Actor, programme: Programme, label: str) -> ProgrammeStage:
    """Add a stage after the others. Raises Refused for the same stage twice."""
    rows = ProgrammeStage.objects.filter(programme=programme)
    if rows.filter(label=label, is_offered=True).exists():
        raise Refused("This programme has that stage already.", field="label")
    return ProgrammeStage.objects.create(
        scheme_id=programme.scheme_id, programme=programme, label=label, position=rows.count()
    )


@action("organisations.add_prompt")
def add_prompt(
    *,
    by: Actor,
    programme: Programme,
    text: str,
    why: str = "",
    after_stage: ProgrammeStage | None = None,
    after_days: int = 0,
) -> ProgrammePrompt:
    """Add something to remind of, so many days after a stage or after the case opened."""
    return ProgrammePrompt.objects.create(
        scheme_id=programme.scheme_id,
        programme=programme,
        text=text,
        why=why,
        after_stage=after_stage,
        after_days=after_days,
        position=ProgrammePrompt.objects.filter(programme=programme).count(),
    )


@action("organisations.stop_using")
def stop_using(
    *, by: Actor, part: ProgrammeQuestion | ProgrammeStage | ProgrammePrompt
) -> ProgrammeQuestion | ProgrammeStage | ProgrammePrompt:
    """Ask a question no more, offer a stage or a prompt no more. What was answered with it stays."""
    name: Any = "is_asked" if isinstance(part, ProgrammeQuestion) else "is_offered"
    change(part, **{name: False})
    return part


@action("organisations.add_contract")
def add_contract(
    *,
    by: Actor,
    scheme_id: UUID,
    funder_name: str,
    title: str,
    from_date: datetime.date,
    to_date: datetime.date | None = None,
    practice_codes: Sequence[str] = (),
    programme: Programme | None = None,
) -> Contract:
    """Record what a funder pays for. Raises Refused when it ends before it starts."""
    if to_date is not None and to_date < from_date:
        raise Refused("The contract ends before it starts. Check both dates.", field="to_date")
    funder, _ = Funder.objects.get_or_create(scheme_id=scheme_id, name=funder_name)
    return Contract.objects.create(
        scheme_id=scheme_id,
        funder=funder,
        title=title,
        from_date=from_date,
        to_date=to_date,
        practice_codes=list(practice_codes),
        programme=programme,
    )
