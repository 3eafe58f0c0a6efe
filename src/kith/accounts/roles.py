"""What may be done, and the roles of a scheme as a manager reads them.

A membership holds one or more roles, by `key`.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from enum import StrEnum
from typing import ClassVar


class Permission(StrEnum):
    """One thing someone may be allowed to do. Roles are made of these."""

    REFER = "make referrals and see what became of your own"
    DECIDE_REFERRALS = "read the referrals that wait, take them on, return them or not take them on"
    ALLOCATE = "give a person to a link worker"
    SEE_PEOPLE = "open the records of the people you may see"
    WORK_WITH_PEOPLE = "write on the records of the people you may see"
    LOOK_OUT = "say that you are worried about a person, and that you are safe on a visit"
    READ_CONCERNS = "read what is written in every concern of the scheme"
    FIND_SERVICES = "search the directory"
    KEEP_DIRECTORY = "add and correct services"
    ANSWER_INTRODUCTIONS = "answer introductions sent to your own organisation"
    LEAD_GROUPS = "take the register of the groups that you facilitate"
    RUN_GROUPS = "run the scheme's own groups and look after its volunteers"
    SEE_TEAM = "see the caseloads of your team"
    APPROVE_MONEY = "approve money for people from the funds that name you"
    SEE_REPORTS = "see the figures of the scheme, and no person"
    SEE_ACCESS_LOG = "see who looked at which record"
    SET_UP = "set the scheme up: its lists, practices, staff and invitations"
    TRAIN = "run courses"
    LEARN = "take courses"
    FACILITATE = "see the published figures of several schemes"
    OPERATE = "look after the installation"


May = Permission


class Role:
    """A role: the key kept on memberships, its name, what it is for, and what it may do."""

    key: ClassVar[str]
    name: ClassVar[str]
    purpose: ClassVar[str]
    permissions: ClassVar[frozenset[May]]
    sees_whole_scheme: ClassVar[bool] = False
    home: ClassVar[str] = "accounts:home"


class LinkWorker(Role):
    key, name = "linkworker", "Link worker"
    purpose = "Supports people from first call to finish, among the people of their own employer."
    home = "desk:today"
    permissions = frozenset(
        {
            May.SEE_PEOPLE, May.WORK_WITH_PEOPLE, May.REFER, May.FIND_SERVICES, May.LEARN,
            May.LOOK_OUT, May.LEAD_GROUPS,
        }
    )  # fmt: skip


class TeamLead(Role):
    key, name = "teamlead", "Team lead"
    purpose = "Reads every referral, gives people to link workers, and supports the team."
    home = "desk:team"
    permissions = LinkWorker.permissions | {
        May.DECIDE_REFERRALS, May.ALLOCATE, May.SEE_TEAM, May.SEE_REPORTS, May.KEEP_DIRECTORY,
        May.APPROVE_MONEY, May.RUN_GROUPS,
    }  # fmt: skip


class Manager(Role):
    key, name = "manager", "Service manager"
    purpose = "Sets the scheme up and answers for it."
    home = "organisations:setup"
    sees_whole_scheme = True
    permissions = TeamLead.permissions | {May.SET_UP, May.SEE_ACCESS_LOG}


class Referrer(Role):
    key, name = "referrer", "Referrer"
    purpose = "Refers people and sees where each of their own referrals is."
    home = "referrals:mine"
    permissions = frozenset({May.REFER})


class Provider(Role):
    key, name = "provider", "Community provider"
    purpose = "Answers the introductions sent to their own group."
    home = "connections:received"
    permissions = frozenset({May.ANSWER_INTRODUCTIONS, May.LEARN})


class Funder(Role):
    key, name = "funder", "Commissioner or funder"
    purpose = "Sees the scheme's figures and no person."
    permissions = frozenset({May.SEE_REPORTS})


class Trainer(Role):
    key, name = "trainer", "Trainer"
    purpose = "Runs courses about social prescribing."
    permissions = frozenset({May.TRAIN, May.LEARN})


class Learner(Role):
    key, name = "learner", "Learner"
    purpose = "Takes courses and keeps a learning record."
    permissions = frozenset({May.LEARN})


class Facilitator(Role):
    key, name = "facilitator", "Regional facilitator"
    purpose = "Sees the published figures of schemes side by side; of people, only who comes to a group that they run."
    permissions = frozenset({May.FACILITATE, May.LEARN, May.LEAD_GROUPS})


class PrivacyLead(Role):
    key, name = "privacylead", "Privacy and safeguarding lead"
    purpose = "Reads every concern, sees who looked at which record, and answers people's requests about their data."
    home = "concerns:concerns"
    sees_whole_scheme = True
    permissions = frozenset({May.SEE_ACCESS_LOG, May.SEE_PEOPLE, May.LOOK_OUT, May.READ_CONCERNS})


class Operator(Role):
    key, name = "operator", "Operator"
    purpose = "Looks after the installation, and opens no record."
    permissions = frozenset({May.OPERATE})


ROLES: tuple[type[Role], ...] = (
    LinkWorker, TeamLead, Manager, Referrer, Provider, Funder, Trainer, Learner, Facilitator,
    PrivacyLead, Operator,
)  # fmt: skip
BY_KEY = {role.key: role for role in ROLES}


@functools.cache
def permissions_of(keys: frozenset[str]) -> frozenset[May]:
    """What someone holding these roles may do. An unknown key allows nothing."""
    return frozenset().union(*(BY_KEY[key].permissions for key in keys if key in BY_KEY))


def names_of(keys: Iterable[str]) -> str:
    """Roles as they are called, in their order."""
    held = set(keys)
    return ", ".join(role.name for role in ROLES if role.key in held)


def sees_whole_scheme(keys: frozenset[str]) -> bool:
    """Whether one of the roles opens the people of every delivery partner."""
    return any(BY_KEY[key].sees_whole_scheme for key in keys if key in BY_KEY)


def home_of(keys: frozenset[str]) -> str:
    """The page that somebody with these roles opens first (a URL name)."""
    return next((role.home for role in ROLES if role.key in keys), "accounts:home")
