"""Keeping the demonstration's listings true: who answers for one, what its own people put right, what is reported."""

from __future__ import annotations

import datetime
from uuid import UUID

from django.utils import timezone

from kith.demo.accounts import BY_KEY
from kith.demo.year.ground import acting
from kith.directory import actions
from kith.directory.models import Matter, Service
from kith.isolation import links
from kith.isolation.actor import Actor
from kith.organisations.models import Membership

NO_ANSWER = "They were written to twice and did not answer. Ring them."


def tell(by: Actor, scheme_id: UUID) -> None:
    """Four listings: one put right by its own people, one reported, one to be rung, one asked and silent so far."""
    services = Service.objects.filter(scheme_id=scheme_id, is_published=True)
    corrected, wrong, silent, asked = services.select_related("organisation").order_by(
        "assured_on", "name"
    )[:4]
    worker = Membership.objects.get(scheme_id=scheme_id, user__email=BY_KEY["linkworker"].email)
    actions.set_keeper(by=by, service=corrected, answers="Winsome Adair, who runs it")
    actions.set_keeper(by=by, service=silent, answers="The hall’s caretaker", member=worker)
    _put_right(by, corrected)
    actions.report_wrong(
        by=acting(worker),
        service=wrong,
        text="The number rings at a bakery. They were kind about it.",
    )
    actions.call_due(by=by, service=silent, why=NO_ANSWER)
    actions.ask_listing(by=by, service=asked, at=timezone.now() - datetime.timedelta(days=9))


def _put_right(by: Actor, service: Service) -> None:
    asking = actions.ask_listing(
        by=by, service=service, at=timezone.now() - datetime.timedelta(days=3)
    )
    link = links.in_force(purpose="directory.listing", subject_id=asking.pk)[0]
    matter = actions.answer_listing(
        by=Actor.link(link.pk),
        scheme_id=service.scheme_id,
        asking=asking,
        kind=Matter.Kind.CHANGED,
        said={
            "cost": [service.cost, "£2, tea included"],
            "places_free": [service.places_free, 6],
        },
        text="From the new year we begin half an hour later.",
    )
    actions.read_answer(by=by, matter=matter)
