"""Pages behind private links: a group answers, a group's week, a person says how it went. No account is needed.

Opening a page does nothing: programs open the links of e-mails. Only a button is an answer.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from kith.accounts.permissions import ActingRequest, LinkRequest, by_link, public
from kith.accounts.views import network_of
from kith.audit.write import looked_at_each
from kith.isolation import links
from kith.isolation.links import Link
from kith.organisations import queries as organisations
from kith.pathway.connections import actions, forms, presenters, queries
from kith.pathway.connections.queries import ForGroup, Group
from kith.pathway.connections.views.full import full_or_open
from kith.people.views.opening import note_look
from kith.resilience.forms import Form
from kith.resilience.limits import Limit, spend
from kith.resilience.pages import carry_out, page, press
from kith.ui import dates

AGAIN = Limit("ask for a new link", burst=5, per_hour=10)
PUBLIC = "ui/public.html"
AGAIN_SAID = (
    "If what it was about is still open, a new link is on its way to the e-mail address of the listing,"
    " and to no other. If we sent one before that still works, none is sent: open the newest of our e-mails there."
)

group_link = partial(
    by_link, again="connections:introduced_again", stands=queries.link_stands, over=queries.over
)
WEEK_SAID = (
    "The link to your week is on its way to the e-mail address of your listing, and to no other."
)


@group_link(queries.ANSWER)
def introduced(request: LinkRequest, token: str) -> HttpResponse:
    """Who is coming and what was agreed to share, and the buttons that answer it."""
    seen = _sent(request)
    worried = reverse("connections:introduced_worried", args=[token])
    week = reverse("connections:introduced_week", args=[token])
    return _answer_page(request, seen, worried=worried, week=week)


@group_link(queries.ANSWER)
@require_POST
def introduced_week(request: LinkRequest, token: str) -> HttpResponse:
    """The link to the group's week, to the address of the listing: a link about one person opens nobody else's."""
    seen = _sent(request)
    own: dict[str, Any] = {"by": request.actor, "scheme_id": request.link.scheme_id}
    press(request, lambda: actions.ask_week(introduction_id=seen.id, **own), done=WEEK_SAID)
    return redirect("connections:introduced", token)


@group_link(queries.ANSWER)
def introduced_worried(request: LinkRequest, token: str) -> HttpResponse:
    """The group is worried about somebody: whom to ring, by name, and a box for what they saw."""
    return _worried_page(
        request, _sent(request), back=reverse("connections:introduced", args=[token])
    )


def _worried_page(request: LinkRequest, seen: ForGroup, *, back: str) -> HttpResponse:
    if seen.locked:
        raise Http404
    form = forms.WorryForm(request)
    done = carry_out(
        form,
        lambda typed: actions.worry_by_link(
            by=request.actor,
            scheme_id=request.link.scheme_id,
            introduction_id=seen.id,
            **typed,
        ),
    )
    if done is not None:
        messages.success(request, presenters.worry_taken(seen, form.cleaned_data["ring_on"]))
        return redirect(back)
    shown: dict[str, Any] = {"layout": PUBLIC, "scheme": _scheme(request), "back": back}
    return page(request, "connections/worried.html", form=form, seen=seen, **shown)


@public
@require_POST
def introduced_again(request: ActingRequest, token: str) -> HttpResponse:
    """A new link in place of one that has ended; whoever asks is told the same, and whom to ring where all is over."""
    link = links.link_of(token)
    if link is None or link.purpose not in (queries.ANSWER, queries.WEEK):
        raise Http404
    if over := queries.over(link, request.actor):
        return render(
            request,
            "ui/error.html",
            {"title": "This has ended", "what_happened": "Nothing was sent.", "what_to_do": over},
            status=410,
        )
    press(request, lambda: _ask_again(request, link))
    return render(
        request, "ui/error.html", {"title": "Look into your e-mail", "what_happened": AGAIN_SAID}
    )


@by_link(queries.WENT)
def went(request: LinkRequest, token: str) -> HttpResponse:
    """Did you get there, did it help? One press; then, for who likes, a thank-you."""
    asked = queries.seen_by_person(request.link, request.actor)
    if asked is None:
        raise Http404
    own: dict[str, Any] = {
        "by": request.actor,
        "scheme_id": request.link.scheme_id,
        "introduction_id": asked.id,
    }
    form: Form
    if not asked.said:
        form = forms.WentForm(request)
        done = carry_out(form, lambda typed: actions.say_by_link(**own, **typed))
        said = "Thank you. Your link worker reads it."
    else:
        form = forms.ThanksForm(request)
        done = carry_out(form, lambda typed: actions.thank_by_link(**own, **typed))
        said = "Thank you. They will read it."
    if done is not None:
        messages.success(request, said)
        return redirect("connections:went", token)
    answers = presenters.PERSON_ANSWERS
    scheme = _scheme(request)
    return page(
        request, "connections/went.html", form=form, asked=asked, answers=answers, scheme=scheme
    )


@group_link(queries.WEEK)
def group_week(request: LinkRequest, token: str) -> HttpResponse:
    """The week of a group: who is new, how they arrive and what to know; and “full until” in one press."""
    group = _group(request)
    form = full_or_open(request, partial(_wish, request))
    if form is None:
        return redirect("connections:group_week", token)
    people = [
        {
            **presenters.on_list(seen),
            "href": reverse("connections:group_person", args=[token, seen.id.hex]),
        }
        for seen in group.people
    ]
    found = {
        "wishes": reverse("connections:group_wishes", args=[token]),
        "bid": reverse("connections:group_bid", args=[token]),
        "full": "",
    }
    shown = {"group": group, "people": people, "links": found, **presenters.week(group)}
    return page(
        request,
        "connections/groups.html",
        form=form,
        groups=[shown],
        layout=PUBLIC,
        scheme=_scheme(request),
    )


@group_link(queries.WEEK)
def group_person(request: LinkRequest, token: str, who: str) -> HttpResponse:
    """One person of the group's list, to be answered like by their own link."""
    back = (reverse("connections:group_week", args=[token]), "Your week")
    worried = reverse("connections:group_worried", args=[token, who])
    return _answer_page(request, _one_of(request, who), worried=worried, back=back)


@group_link(queries.WEEK)
def group_worried(request: LinkRequest, token: str, who: str) -> HttpResponse:
    """The group is worried about one person of its list."""
    back = reverse("connections:group_person", args=[token, who])
    return _worried_page(request, _one_of(request, who), back=back)


@group_link(queries.WEEK)
def group_wishes(request: LinkRequest, token: str) -> HttpResponse:
    """How the group is told, and how many people a month it takes."""
    group = _group(request)
    form = forms.WishesForm(request, initial=presenters.first_wishes(group.wishes))
    done = carry_out(form, lambda typed: _wish(request, "wishes", **typed))
    back = reverse("connections:group_week", args=[token])
    if done is not None:
        messages.success(request, "Kept. It holds from now on.")
        return redirect(back)
    shown: dict[str, Any] = {"layout": PUBLIC, "scheme": _scheme(request), "back": back}
    return page(request, "connections/wishes.html", form=form, service=group.service, **shown)


@group_link(queries.WEEK)
def group_bid(request: LinkRequest, token: str) -> HttpResponse:
    """For grant bids: how many were sent, came and stayed, and what people agreed to be quoted."""
    service = _group(request).service
    found = queries.bid_of_link(request.link, request.actor, dates.today())
    shown: dict[str, Any] = {
        "layout": PUBLIC,
        "scheme": _scheme(request),
        "back": reverse("connections:group_week", args=[token]),
        "service": service,
    }
    return page(request, "connections/bid.html", **shown, **presenters.for_bid(*found))


def _answer_page(
    request: LinkRequest,
    seen: ForGroup,
    *,
    worried: str,
    week: str = "",
    back: tuple[str, str] | None = None,
) -> HttpResponse:
    again = "again" in request.GET and bool(seen.again)
    form = forms.LinkNewsForm(request, seen=seen, again=again)
    done = carry_out(
        form,
        lambda typed: actions.answer_by_link(
            by=request.actor,
            scheme_id=request.link.scheme_id,
            introduction_id=seen.id,
            again=again,
            expected=form.seen_version,
            **typed,
        ),
    )
    if done is not None:
        messages.success(request, "Thank you. Their link worker can see your answer.")
        return redirect(back[0] if back else request.path)
    return page(
        request,
        "connections/answer.html",
        form=form,
        layout=PUBLIC,
        back=back,
        worried=worried,
        week=week,
        scheme=_scheme(request),
        **presenters.answering(seen, again=again),
    )


def _ask_again(request: ActingRequest, link: Link) -> bool:
    spend(AGAIN, by=f"{link.id}:{network_of(request)}")
    return actions.ask_again(
        by=request.actor,
        scheme_id=link.scheme_id,
        purpose=link.purpose,
        subject_id=link.subject_id,
    )


def _wish(request: LinkRequest, do: str, **typed: Any) -> Any:
    return actions.wish_by_link(
        by=request.actor,
        scheme_id=request.link.scheme_id,
        service_id=request.link.subject_id,
        do=do,
        **typed,
    )


def _sent(request: LinkRequest) -> ForGroup:
    seen = queries.seen_by_group(request.link, request.actor)
    if seen is None:
        raise Http404
    note_look(request, seen.scheme_id, seen.person_id)
    return seen


def _one_of(request: LinkRequest, who: str) -> ForGroup:
    seen = next((one for one in _group(request).people if one.id.hex == who), None)
    if seen is None:
        raise Http404
    return seen


def _group(request: LinkRequest) -> Group:
    """The group of a weekly link. Whoever reads it reads of all of them, and the log says so."""
    group = queries.group_of_link(request.link, request.actor)
    if group is None:
        raise Http404
    about = {(seen.scheme_id, seen.person_id) for seen in group.people}
    looked_at_each(by=request.actor, about=about, page="connections:group_week")
    return group


def _scheme(request: LinkRequest) -> Any:
    return organisations.scheme(request.link.scheme_id)
