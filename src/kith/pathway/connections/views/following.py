"""What a link worker does after introducing: hear, ask again, ask the person, thank; and the scheme's way of it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, Permission, allowed, check
from kith.organisations import queries as organisations
from kith.pathway.connections import actions, forms, presenters, queries, rules
from kith.pathway.connections.models import Introduction
from kith.people import queries as people
from kith.people.models import Channel
from kith.people.views.opening import note_look
from kith.resilience.pages import carry_out, page, press
from kith.ui import dates
from kith.vocabulary.phone import display, sms_link


@allowed(Permission.WORK_WITH_PEOPLE)
@require_POST
def noted(request: ActingRequest, introduction_id: UUID) -> HttpResponse:
    """The worker has read the news and nothing more need be done; back to Today from there."""
    found = _for_worker(request, introduction_id)
    press(request, lambda: actions.note_seen(by=request.actor, introduction=found), done="Noted.")
    if request.POST.get("back") == "today":
        return redirect("desk:today")
    return redirect("connections:introduction", found.pk)


@allowed(Permission.WORK_WITH_PEOPLE)
@require_POST
def send_again(request: ActingRequest, introduction_id: UUID) -> HttpResponse:
    """A new private link to the address of the listing; the one before ends."""
    found = _for_worker(request, introduction_id)
    press(
        request,
        lambda: actions.send_link(by=request.actor, introduction=found),
        done="Sent to the address of the listing.",
    )
    return redirect("connections:introduction", found.pk)


@allowed(Permission.WORK_WITH_PEOPLE)
@require_POST
def send_week(request: ActingRequest, introduction_id: UUID) -> HttpResponse:
    """The link to the group's week, to the address of the listing."""
    found = _for_worker(request, introduction_id)
    press(
        request,
        lambda: actions.give_week(by=request.actor, service=found.service),
        done="The link to their week was sent to the address of the listing.",
    )
    return redirect("connections:introduction", found.pk)


@allowed(Permission.WORK_WITH_PEOPLE)
def asked_for(request: ActingRequest, introduction_id: UUID) -> HttpResponse:
    """What the group asked for on the telephone, typed in: how it is told, and how many people a month it takes."""
    found = _for_worker(request, introduction_id)
    wishes = queries.wishes_of(found.service)
    form = forms.WishesForm(request, initial=presenters.first_wishes(wishes))
    done = carry_out(
        form, lambda typed: actions.set_wishes(by=request.actor, service=found.service, **typed)
    )
    if done is not None:
        messages.success(request, "Kept. It holds from now on.")
        return redirect("connections:introduction", found.pk)
    return page(request, "connections/asked_for.html", form=form, introduction=found)


@allowed(Permission.WORK_WITH_PEOPLE)
def renew(request: ActingRequest, introduction_id: UUID) -> HttpResponse:
    """The person agrees again, to the same recipient and the same fields."""
    found = _for_worker(request, introduction_id)
    form = forms.RenewForm(request, version_of=found)
    done = carry_out(
        form,
        lambda typed: actions.renew_agreement(
            by=request.actor, introduction=found, expected=form.seen_version, **typed
        ),
    )
    if done is not None:
        messages.success(request, f"Kept. {found.service_name} can read it again.")
        return redirect("connections:introduction", found.pk)
    shared = rules.still_shared(found.shared, people.contact_points(found.person.kept))
    return page(
        request,
        "connections/renew.html",
        form=form,
        introduction=found,
        sees=presenters.what_they_see(
            shared, keep_safe=found.keep_safe, getting_there=found.getting_there
        ),
        run_by=found.service.organisation if rules.run_by_others(found) else None,
    )


@allowed(Permission.WORK_WITH_PEOPLE)
def ask_person(request: ActingRequest, introduction_id: UUID) -> HttpResponse:
    """Whether the person got there and whether it helped, asked by the worker and typed in."""
    found = _for_worker(request, introduction_id)
    form = forms.SaidForm(request, version_of=found)
    done = carry_out(
        form,
        lambda typed: actions.person_says(
            by=request.actor, introduction=found, expected=form.seen_version, **typed
        ),
    )
    if done is not None:
        messages.success(request, f"Noted what {found.person.called} said.")
        return redirect("connections:introduction", found.pk)
    person = found.person
    calls = people.safe_points(person, Channel.CALL)
    return page(
        request,
        "connections/ask_person.html",
        form=form,
        introduction=found,
        phones=[(display(one.value), f"tel:{one.value}", one.when_safe) for one in calls],
        may_text=bool(people.safe_points(person, Channel.TEXT)) and not found.person_said,
    )


@allowed(Permission.WORK_WITH_PEOPLE)
def text_person(request: ActingRequest, introduction_id: UUID) -> HttpResponse:
    """A text with the person's own link, sent by the worker's own phone to a number that is safe."""
    found = _for_worker(request, introduction_id)
    link = ""
    if request.method == "POST":
        made = press(request, lambda: actions.make_text(by=request.actor, introduction=found))
        link = made or ""
    words = presenters.asking_text(request.actor.name, link)
    texts = people.safe_points(found.person, Channel.TEXT)
    return page(
        request,
        "connections/text_person.html",
        introduction=found,
        link=link,
        words=words,
        texts=[(display(one.value), sms_link(one.value, words)) for one in texts],
    )


@allowed(Permission.WORK_WITH_PEOPLE)
def thank(request: ActingRequest, introduction_id: UUID) -> HttpResponse:
    """Pass a thank-you on to the group, as the person said it."""
    found = _for_worker(request, introduction_id)
    form = forms.ThanksForm(request)
    done = carry_out(
        form, lambda typed: actions.thank(by=request.actor, introduction=found, **typed)
    )
    if done is not None:
        wishes = queries.wishes_of(found.service)
        messages.success(request, presenters.thanked(found, wishes, dates.today()))
        return redirect("connections:introduction", found.pk)
    return page(request, "connections/thank.html", form=form, introduction=found)


@allowed(Permission.SET_UP)
def policy(request: ActingRequest, scheme_id: UUID) -> HttpResponse:
    """When a silent group is reminded, when the person is asked, and for how long an agreement holds."""
    check(request.actor, Permission.SET_UP, scheme_id)
    row = queries.policy(scheme_id)
    first = {
        name: getattr(row, name) for name in forms.PolicyForm.base_fields if hasattr(row, name)
    }
    form = forms.PolicyForm(request, version_of=row, initial=first)
    saved = carry_out(
        form,
        lambda typed: actions.set_policy(
            by=request.actor, scheme_id=scheme_id, expected=form.seen_version, **typed
        ),
    )
    if saved is not None:
        messages.success(request, "Saved. It holds from now on.")
        return redirect("connections:policy", scheme_id)
    scheme = organisations.scheme(scheme_id)
    return page(request, "connections/policy.html", form=form, scheme=scheme)


def _for_worker(request: ActingRequest, introduction_id: UUID) -> Introduction:
    found = queries.introduction_for(request.actor, introduction_id)
    check(request.actor, Permission.WORK_WITH_PEOPLE, found.scheme_id)
    note_look(request, found.scheme_id, found.person_id)
    return found
