"""The write door of the scheme: opening it, its lists, its practices, its staff."""

from kith.organisations.actions.joining import (
    INVITATION_DAYS,
    PURPOSE,
    accept_invitation,
    invitation_sent,
    invite,
    withdraw_invitation,
)
from kith.organisations.actions.own_days import (
    end_calendar,
    give_calendar,
    set_cover,
    set_working_days,
)
from kith.organisations.actions.practices import (
    add_pcn,
    add_practice,
    add_referring_organisation,
    record_list_size,
)
from kith.organisations.actions.programmes import (
    add_contract,
    add_programme,
    add_prompt,
    add_question,
    add_stage,
    change_programme,
    stop_using,
)
from kith.organisations.actions.scheme import (
    add_reason,
    change_scheme,
    open_scheme,
    stop_offering_reason,
)
from kith.organisations.actions.staff import (
    add_absence,
    add_member,
    add_partner,
    add_team,
    answer_for,
    remove_absence,
    set_phone,
)

__all__ = [
    "INVITATION_DAYS",
    "PURPOSE",
    "accept_invitation",
    "add_absence",
    "add_contract",
    "add_member",
    "add_partner",
    "add_pcn",
    "add_practice",
    "add_programme",
    "add_prompt",
    "add_question",
    "add_reason",
    "add_referring_organisation",
    "add_stage",
    "add_team",
    "answer_for",
    "change_programme",
    "change_scheme",
    "end_calendar",
    "give_calendar",
    "invitation_sent",
    "invite",
    "open_scheme",
    "record_list_size",
    "remove_absence",
    "set_cover",
    "set_phone",
    "set_working_days",
    "stop_offering_reason",
    "stop_using",
    "withdraw_invitation",
]
