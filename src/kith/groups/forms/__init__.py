"""The forms of the scheme's own groups and of its volunteers."""

from kith.groups.forms.groups import (
    AboutForm,
    CancelSessionForm,
    GroupForm,
    JoinForm,
    JoinSomeGroupForm,
    LeaveForm,
    PlaceForm,
    RegisterForm,
    SessionsForm,
)
from kith.groups.forms.volunteers import (
    AgreeForm,
    CheckForm,
    ProposeForm,
    VisitForm,
    VolunteerForm,
    VolunteerPolicyForm,
    WhyForm,
)

__all__ = [
    "AboutForm",
    "AgreeForm",
    "CancelSessionForm",
    "CheckForm",
    "GroupForm",
    "JoinForm",
    "JoinSomeGroupForm",
    "LeaveForm",
    "PlaceForm",
    "ProposeForm",
    "RegisterForm",
    "SessionsForm",
    "VisitForm",
    "VolunteerForm",
    "VolunteerPolicyForm",
    "WhyForm",
]
