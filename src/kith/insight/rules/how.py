"""How each figure is counted, in plain words: the definition page, and the head of each list."""

from __future__ import annotations

from dataclasses import dataclass

from kith.vocabulary.foundations import Foundation


@dataclass(frozen=True)
class Figure:
    """A figure: its key in addresses, its title, how it is counted, and what its list shows."""

    key: str
    title: str
    how: str
    lists: str = "people"


def _stage(key: str, title: str, how: str) -> Figure:
    return Figure(key, title, how)


FIGURES = {
    one.key: one
    for one in (
        Figure(
            "people-supported",
            "People supported",
            "Different people with whom someone of the team had a conversation in the period, or for"
            " whom they did something, such as filling in a form. The person has a case with us: one"
            " that was open then, or that was opened after the conversation and before the period"
            " ended. Each person is counted once, however often we spoke and however many cases they"
            " had. Someone whom we only rang in a calling campaign counts when a case was opened.",
        ),
        Figure(
            "referrals-received",
            "Referrals received",
            "Requests for support that reached us in the period, from practices, hospitals, the"
            " community and people themselves, whatever came of them. A person referred twice is two"
            " referrals.",
            "referrals",
        ),
        Figure(
            "proactive-calls",
            "Proactive calls",
            "Calls that we made in the period, in a calling campaign, to people who had not asked:"
            " every call, whether it was answered or not.",
            "calls",
        ),
        Figure(
            "outreach-ages",
            "Ages of people reached by calling",
            "The youngest and the oldest age, on the day of the call, among the people who answered a"
            " call of a campaign in the period. They are on public pages only when the service has"
            " decided so, and only when at least five people were reached.",
            "reached",
        ),
        Figure(
            "practices",
            "Practices",
            "General practices that belonged to the primary care network of this service on any day"
            " of the period.",
            "practices",
        ),
        Figure(
            "registered-patients",
            "Registered patients",
            "The people registered with these practices: for each, its newest list size on or before"
            " the last day of the period, added up.",
            "practices",
        ),
        _stage(
            "referred",
            "Referred",
            "Different people for whom a referral reached us in the period. The stages after this one"
            " follow these people, from the day of their first referral in the period to its last"
            " day; each stage counts some of those of the stage before.",
        ),
        _stage(
            "contacted",
            "Talked with",
            "Of the people referred: those with whom we had a conversation. A message left, or a call"
            " that nobody answered, is not one.",
        ),
        _stage(
            "plan", "Agreed a plan", "Of those we talked with: those who agreed a plan with us."
        ),
        _stage(
            "connected",
            "Introduced",
            "Of those with a plan: those whom we introduced to a community service, with their"
            " agreement, whatever came of it. Giving a name and number is not an introduction.",
        ),
        _stage(
            "attended",
            "Went along",
            "Of those introduced: those who went, as the service or the person told us.",
        ),
        _stage(
            "changed",
            "Something got better",
            "Of those who went: those for whom at least one score or goal that was rated at the start"
            " of the support and again at a review or the end moved the right way. It says that"
            " something changed, not what changed it.",
        ),
        Figure(
            "days-to-first-contact",
            "Days to the first conversation",
            "For the people referred in the period with whom we talked: the days from the referral"
            " reaching us to the first conversation. Half waited no longer than the first number"
            " (the median), nine in ten no longer than the second. People whom we have not reached"
            " are not in it: see “Talked with”.",
            "waits",
        ),
        *(
            Figure(
                row.value,
                row.label,
                "Of the people supported: those whose plan holds a need under this heading. A person"
                " can have needs under several, so the rows do not add up."
                + (
                    " It is shown apart from the five foundations."
                    if row is Foundation.HEALTH
                    else ""
                ),
            )
            for row in Foundation
        ),
        Figure(
            "helped-by-link-worker-alone",
            "Helped by the link worker alone",
            "Of the people supported: those for whom no introduction was made to a community service,"
            " in any case open in the period, up to its last day.",
        ),
        Figure(
            "by-door",
            "Which way referrals came",
            "Every referral that reached us in the period, by the way it came: a practice’s own page, the"
            " public page, by telephone and so on. For each way, the people whom we then talked with, and"
            " the days from the referral reaching us to the first conversation: half waited no longer"
            " than the first number (the median), nine in ten no longer than the second. Waits are shown"
            " when at least five people were reached.",
            "doors",
        ),
        Figure(
            "kept-promises",
            "Within what is promised",
            "Each scheme says in how many working days somebody of the team reads a referral, first tries"
            " to reach the person, first talks with them and first meets them as planned. The days count"
            " from the day the referral came, without weekends and England’s bank holidays; a later day"
            " that the person chose themselves takes the place of the promised one. For every referral of"
            " the period, by the way it came: the share for which each was done by its day, of those for"
            " which it was done or its day was over by the end of the period. Referrals that ended before"
            " are not in it. A share is not shown for fewer than five, nor where one to four were in time"
            " or were not.",
            "promises",
        ),
        Figure(
            "what-changed",
            "What changed",
            "Of the people supported: those with a score or a goal rated at the start and again at a"
            " review or the end. For each measure, the first score at the start is set against the"
            " last at the end, or at a review where there is none at the end. Averages are shown from"
            " 30 such pairs. There is no comparison group: it is change, not proof.",
            "changes",
        ),
    )
}
WITHHELD = (
    "Numbers from 1 to 4 are not shown, nor a number from which such a one could be worked out, so"
    " that nobody can be recognised."
)
