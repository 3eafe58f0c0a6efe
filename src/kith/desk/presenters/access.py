"""The log in words: what was done, not the name of a function."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse

from kith.audit.models import Entry
from kith.people.models import Person
from kith.ui.dates import date_and_time

# Every page that notes a look, by the name of its view.
PAGES = {
    "desk:record": "Opened the record",
    "desk:search": "Found them by searching",
    "desk:looked": "Opened the list of who looked",
    "desk:next_step": "Opened the next step",
    "desk:move": "Moved the next step to another day",
    "desk:same": "Compared them with another record",
    "desk:undo_merge": "Opened the page that takes two records apart",
    "desk:triage": "Read it in the list of new referrals",
    "desk:triage_referral": "Opened the referral to decide on it",
    "desk:triage_allocate": "Opened the page that gives them to a worker",
    "referrals:detail": "Opened the referral",
    "referrals:send_again": "Opened the referral to send it again",
    "people:identity": "Opened who they are and what they need",
    "people:contact": "Opened the ways to reach them",
    "people:contact_point": "Opened one of the ways to reach them",
    "people:end_contact_point": "Ended one of the ways to reach them",
    "people:linked": "Opened the people around them",
    "people:linked_person": "Opened one of the people around them",
    "people:end_linked_person": "Took someone off the people around them",
    "people:risks": "Opened the risks",
    "people:end_risk": "Opened a risk to end it",
    "contacts:new": "Opened the page that records a contact",
    "contacts:mark": "Opened an appointment to say what came of it",
    "contacts:edit": "Opened the note of a contact",
    "contacts:plan": "Opened the page that plans an appointment",
    "contacts:appointment": "Opened an appointment",
    "contacts:support": "Opened the support given",
    "contacts:correct_support": "Opened support given to put it right",
    "plans:plan": "Opened the plan",
    "plans:print_plan": "Made the plan as a PDF",
    "plans:begin_from": "Began the plan from an earlier one",
    "plans:change_need": "Opened a need of the plan to correct it",
    "plans:change_goal": "Opened a goal of the plan to correct it",
    "plans:change_step": "Opened a step of the plan to correct it",
    "plans:versions": "Put versions of the plan side by side",
    "plans:own_page": "Opened the page that gives them their plan",
    "plans:correction": "Opened what they wrote on their plan",
    "outcomes:measures": "Opened the measures",
    "outcomes:measure": "Opened one measure",
    "outcomes:goals": "Opened the ratings of the goals",
    "outcomes:history": "Opened one measure over time",
    "outcomes:paper": "Printed a measure",
    "outcomes:outside": "Opened the scores from elsewhere",
    "outcomes:take_back_outside": "Took back a score from elsewhere",
    "outcomes:give_screen": "Handed the screen over for a measure",
    "outcomes:own_screen": "Let the person answer a measure on the screen",
    "outcomes:alert": "Opened an answer that asked somebody to act",
    "directory:find": "Looked for services for them",
    "directory:service": "Opened a service for them",
    "connections:introduce": "Opened an introduction to make it",
    "connections:signpost": "Opened the page that notes a name and number given",
    "connections:introduction": "Opened an introduction",
    "connections:withdraw": "Opened an introduction to withdraw it",
    "connections:answer": "Opened an introduction sent to their group",
    "connections:worried": "Was worried about somebody sent to their group",
    "connections:groups": "Read the list of people sent to their groups",
    "connections:introduced": "Opened an introduction by its private link",
    "connections:introduced_week": "Asked for a group’s week, by a private link",
    "connections:introduced_worried": "Was worried about somebody, by a private link",
    "connections:group_week": "Read the list of people sent to a group, by its private link",
    "connections:group_worried": "Was worried about somebody, by a group’s private link",
    "connections:send_week": "Sent a group the link to its week",
    "connections:asked_for": "Noted what a group asked for",
    "connections:group_person": "Read the list of people sent to a group, by its private link",
    "connections:noted": "Noted the news of an introduction",
    "connections:send_again": "Sent a group its private link again",
    "connections:renew": "Opened an agreement to renew it",
    "connections:ask_person": "Opened what a person said of an introduction",
    "connections:text_person": "Opened a text that asks how it went",
    "connections:thank": "Opened an introduction to pass on thanks",
    "closures:close": "Opened the page that finishes support",
    "closures:done": "Opened the end of support",
    "messages:letter": "Opened a letter",
    "messages:letter_pdf": "Opened a letter as a PDF",
    "insight:counted": "Read who is counted in a figure",
    "campaigns:campaign": "Read the list of a campaign",
    "funds:funds": "Read what was asked for them of a fund",
    "funds:fund": "Read the requests of a fund",
    "funds:vouchers": "Read who was given which voucher",
    "funds:ask": "Opened the page that asks for money for them",
    "funds:request": "Opened a request for money",
    "funds:decide": "Opened a request for money to decide on it",
    "funds:answer": "Opened what was asked about a request for money",
    "funds:give": "Opened the page that notes that money was given",
    "funds:receipt": "Opened the page that adds a receipt",
    "funds:returned": "Opened the page that notes money that came back",
    "funds:receipt_file": "Opened a receipt",
    "funds:receipt_page": "Opened a page of a receipt",
    "groups:groups": "Read what is to be said to them about a group",
    "groups:group": "Read who comes to a group",
    "groups:find": "Found them to put them into a group",
    "groups:join": "Opened the page that puts them into a group",
    "groups:of_person": "Opened their groups",
    "groups:joined": "Opened their place in a group",
    "groups:leave": "Opened the page that gives up a place in a group",
    "groups:answer": "Said whether they want a place in a group",
    "groups:asked": "Said that they were asked why they stopped coming",
    "groups:register": "Opened the register of a group",
    "groups:about": "Opened a note about them from a group",
    "groups:volunteer": "Read whom a volunteer befriends",
    "groups:befriender": "Opened the page that proposes a befriender",
    "groups:match": "Opened their befriender",
    "groups:agree": "Noted that a befriender was agreed to",
    "groups:pause": "Opened the page that lets befriending rest",
    "groups:go_on": "Let befriending go on",
    "groups:end_match": "Opened the page that ends befriending",
    "groups:log_visit": "Opened the page that notes a befriender’s visit",
    "groups:give_link": "Made a link for their befriender",
    "groups:end_link": "Ended the link of their befriender",
    "meetings:meeting": "Read the list of a meeting",
    "meetings:meetings": "Read what they have to do from meetings",
    "meetings:find": "Found them to talk about them at a meeting",
    "meetings:bring": "Opened the page that puts them on a meeting’s list",
    "meetings:of_person": "Opened the meetings about them",
    "meetings:discussed": "Opened what a meeting said of them",
    "meetings:add_action": "Opened the page that adds an action of a meeting",
    "meetings:action": "Opened an action of a meeting",
    "meetings:settle": "Said what became of an action of a meeting",
    "meetings:take_off": "Took them off a meeting’s list",
    "meetings:put_back": "Put them back on a meeting’s list",
    "meetings:agenda": "Printed the papers of a meeting",
}


def entry_words(entry: Entry) -> str:
    """What an entry says was done: `Opened the record`, `Contacts: record contact`."""
    if entry.action == "record.opened":
        room, _, page = entry.subject_type.partition(":")
        plain = f"Opened {room}: {page}".replace("_", " ") if page else "Opened a page"
        return PAGES.get(entry.subject_type, plain)
    room, _, verb = entry.action.partition(".")
    done = f"{room.capitalize()}: {verb.replace('_', ' ')}"
    return f"{done} (not allowed)" if entry.refused else done


def rows(entries: Iterable[Entry], people: Mapping[UUID, Person] | None = None) -> list[list[Any]]:
    """Table rows: when, who, what and why; with `people`, also about whom."""
    return [_row(entry, people) for entry in entries]


def _row(entry: Entry, people: Mapping[UUID, Person] | None) -> list[Any]:
    what = {"text": entry_words(entry), "hint": entry.reason}
    cells: list[Any] = [date_and_time(entry.created_at), entry.by_name, what]
    if people is None:
        return cells
    person = people.get(entry.person_id) if entry.person_id else None
    address = reverse("desk:record", args=[person.pk]) if person else ""
    shown = {"text": person.full_name, "href": address} if person else "A person no longer here"
    return [*cells, shown]
