"""What is asked before someone is introduced, and when news comes."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from kith.pathway.connections.models import (
    GroupWishes,
    PersonSaid,
    Shared,
    Signpost,
    UnmetNeed,
)
from kith.pathway.connections.queries import ForGroup
from kith.pathway.connections.states import INTRODUCTIONS, Progress
from kith.pathway.plans.models import Need
from kith.resilience.forms import Conflict, Form
from kith.ui import dates
from kith.ui.fields import (
    CheckboxesField,
    DateField,
    IntegerField,
    PhoneField,
    RadiosField,
    TextAreaField,
    TextField,
    YesNoField,
)
from kith.vocabulary import concerns as worries
from kith.vocabulary import foundations

ASK_AFTER_DAYS = 14
LATER = "later"


class IntroduceForm(Form):
    """The agreement, what is shared, and what keeps everyone safe."""

    need = RadiosField("What is it for?", choices=(), required=False)
    agreed_fields = CheckboxesField(
        "What did they agree to share?",
        hint="Ask about each. Only what is ticked is sent.",
        choices=(),
        missing="Choose what they agreed to share",
    )
    agreed_how = TextField(
        "How did they agree?",
        hint="For example “on the phone” or “signed at the centre”",
        max_length=200,
        missing="Say how they agreed",
    )
    agreed_on = DateField("When did they agree?", past_only=True)
    keep_safe = TextAreaField(
        "What must this group know to keep everyone safe?",
        hint="They will read this. Only what the person agreed to, and only what is needed. If there is"
        " nothing, write “Nothing”.",
        rows=3,
        max_length=1000,
        missing="Say what this group must know to keep everyone safe. “Nothing” is an answer",
    )
    getting_there = TextAreaField(
        "How will they get there?",
        hint="They will read this. For example “Walks” or “Nadia comes along the first time”.",
        rows=2,
        max_length=1000,
        missing="Say how they will get there. “By themselves” is an answer",
    )
    note = TextAreaField(
        "A note for the record", hint="Nobody outside reads this.", optional=True, rows=2
    )
    ask_news_on = DateField("When shall we ask how it went?", optional=True, future_only=True)

    def __init__(
        self,
        request: HttpRequest,
        *,
        values: dict[str, str],
        needs: Iterable[Need],
        holds: int,
        **kwargs: Any,
    ) -> None:
        today = dates.today()
        initial = {
            "agreed_on": today,
            "ask_news_on": today + datetime.timedelta(days=ASK_AFTER_DAYS),
        }
        super().__init__(request, initial={**initial, **kwargs.pop("initial", {})}, **kwargs)
        self._needs = {str(need.pk): need for need in needs}
        fields: Any = self.fields
        fields["agreed_on"].hint = f"An agreement holds for {holds} days."
        labels = dict(Shared.choices)
        offered = [
            key for key in Shared.values if key in values or (key == Shared.NEED and self._needs)
        ]
        fields["agreed_fields"].choices = [(key, labels[key]) for key in offered]
        fields["agreed_fields"].hints = {key: values[key] for key in offered if key in values}
        if self._needs:
            fields["need"].choices = [(key, need.text) for key, need in self._needs.items()]
        else:
            del self.fields["need"]

    def clean_need(self) -> Need | None:
        """The need itself."""
        return self._needs.get(self.cleaned_data["need"])

    def values(self) -> dict[str, Any]:
        """The cleaned values; no need where the plan has none."""
        return {"need": None, **super().values()}


class SignpostForm(Form):
    """A name and number given."""

    why = TextField("What for?", optional=True, max_length=300)
    given_on = DateField("When did you give it?", past_only=True)
    ask_news_on = DateField(
        "When shall we ask whether they used it?",
        optional=True,
        future_only=True,
        hint="Leave it empty if we need not ask.",
    )

    def __init__(self, request: HttpRequest, **kwargs: Any) -> None:
        today = dates.today()
        asked = today + datetime.timedelta(days=ASK_AFTER_DAYS)
        super().__init__(request, initial={"given_on": today, "ask_news_on": asked}, **kwargs)


class SignpostElsewhereForm(SignpostForm):
    """A name and number that the directory does not have."""

    service_name = TextField(
        "Whose name and number?", max_length=300, missing="Say whose name and number it was"
    )
    field_order = ("service_name",)


class UsedForm(Form):
    """What the person said of a name and number."""

    keeps_drafts = False

    used = RadiosField(
        "Did they use it?",
        choices=[*Signpost.Used.choices, (LATER, "Not yet: ask again")],
        conditional={LATER: ["ask_news_on"]},
        missing="Choose whether they used it",
    )
    ask_news_on = DateField("Ask again on", future_only=True)
    note = TextField("Anything to add?", optional=True, max_length=300)

    def values(self) -> dict[str, Any]:
        """As `actions.hear_of_signpost` takes them."""
        typed = super().values()
        return {**typed, "used": "" if typed["used"] == LATER else typed["used"]}


class UnmetForm(Form):
    """What would have fitted, and what stood in the way."""

    looked_for = TextField(
        "What would have fitted?",
        hint="For example: a women’s swimming group within a mile.",
        max_length=300,
        missing="Say what would have fitted",
    )
    foundation = RadiosField(
        "What is it about?", choices=foundations.choices(), missing="Choose what it is about"
    )
    why = RadiosField(
        "What stood in the way?",
        choices=UnmetNeed.Why.choices,
        missing="Choose what stood in the way",
    )
    need = RadiosField("Which of their needs?", choices=(), required=False)
    words = TextAreaField(
        "Anything to add?", optional=True, rows=2, max_length=1000, hint="No names."
    )

    def __init__(self, request: HttpRequest, *, needs: Iterable[Need], **kwargs: Any) -> None:
        super().__init__(request, **kwargs)
        self._needs = {str(need.pk): need for need in needs}
        fields: Any = self.fields
        fields["need"].choices = [(key, need.text) for key, need in self._needs.items()]
        if not self._needs:
            del self.fields["need"]

    def values(self) -> dict[str, Any]:
        """As `actions.note_unmet` takes them."""
        typed = super().values()
        return {**typed, "need": self._needs.get(typed.get("need") or "")}


class MetForm(Form):
    """What was found after all."""

    keeps_drafts = False

    words = TextField(
        "What was found, or why is it needed no longer?",
        max_length=300,
        missing="Say what was found, or why it is needed no longer",
    )


class NewsForm(Form):
    """What came of it: one press, and a sentence if they like. The button says which news."""

    progress = RadiosField("What happened?", choices=())
    starts_on = DateField("If yes: from when can they come?", optional=True)
    waiting_place = IntegerField(
        "If full: which place on their waiting list?",
        hint="Leave it empty if they keep none.",
        optional=True,
        least=1,
        most=999,
        width=3,
    )
    note = TextAreaField(
        "Anything to add?",
        hint="If it is not right for the group, say why.",
        optional=True,
        rows=2,
        max_length=1000,
    )
    ask_news_on = DateField("Ask again on", optional=True, future_only=True)

    def __init__(
        self, request: HttpRequest, *, steps: Iterable[Progress], asks_again: bool, **kwargs: Any
    ) -> None:
        super().__init__(request, **kwargs)
        known = list(steps)
        fields: Any = self.fields
        fields["progress"].choices = [(step.value, INTRODUCTIONS.said(step)) for step in known]
        if Progress.NOT_RIGHT not in known:
            fields["note"].hint = ""
        for name, kept in (
            ("starts_on", Progress.ACCEPTED in known),
            ("waiting_place", Progress.FULL in known),
            ("ask_news_on", asks_again),
        ):
            if not kept:
                del self.fields[name]

    def clean_progress(self) -> Progress:
        """The state itself."""
        return Progress(self.cleaned_data["progress"])


class GroupNewsForm(NewsForm):
    """The same as a group says it. It never holds the row, which knows more than was agreed: where somebody else
    wrote meanwhile, the group reads where the introduction is now, and nothing else of it.
    """

    def __init__(self, request: HttpRequest, *, seen: ForGroup, again: bool) -> None:
        steps = seen.again if again else seen.steps
        super().__init__(request, steps=steps, asks_again=False, initial={"version": seen.version})
        self._seen = seen
        if "waiting_place" in self.fields:
            self.fields["waiting_place"].label = "If full: which place on your waiting list?"
            self.fields["waiting_place"].hint = "Leave it empty if you keep none."  # type: ignore[attr-defined]

    def set_out_conflict(self) -> None:
        """After a Stale: where it is now beside what was pressed, and the next press is a knowing one."""
        now, pressed = self._seen.progress, self.cleaned_data["progress"]
        label = str(self.fields["progress"].label)
        self.conflicts.append(Conflict(label, INTRODUCTIONS.said(now), INTRODUCTIONS.said(pressed)))
        shown = self.request.POST.copy()
        shown["version"] = str(self._seen.version)
        self.data = shown


class LinkNewsForm(GroupNewsForm):
    """The same by a private link, on whatever telephone it was opened: nothing typed is kept there."""

    keeps_drafts = False


class WorryForm(Form):
    """A group is worried about somebody."""

    keeps_drafts = False

    words = TextAreaField(
        "What worries you?",
        hint="What you saw or heard, and when. Their own words where you can.",
        rows=4,
        max_length=1000,
        missing="Say what worries you",
    )
    urgency = RadiosField(
        "How urgent is it?", choices=worries.URGENCIES.choices(), missing="Choose how urgent it is"
    )
    your_name = TextField("Your name", optional=True, max_length=60)
    ring_on = TextField("Where can we ring you now?", optional=True, max_length=100)


class RenewForm(Form):
    """The person agrees again."""

    keeps_drafts = False

    agreed_how = TextField(
        "How did they agree again?",
        hint="For example “on the phone”",
        max_length=200,
        missing="Say how they agreed",
    )
    agreed_on = DateField("When did they agree?", past_only=True)


class SaidForm(Form):
    """What the person said when a worker asked them."""

    keeps_drafts = False

    said = RadiosField(
        "Did they get there, and did it help?",
        choices=PersonSaid.choices,
        missing="Choose what they said",
    )
    words = TextAreaField(
        "In their own words", hint="The group does not read this.", optional=True, rows=2,
        max_length=1000,
    )  # fmt: skip


class WentForm(Form):
    """What the person answers by their own link; the button says which."""

    keeps_drafts = False

    said = RadiosField("Did you get there, and did it help?", choices=PersonSaid.choices)
    words = TextAreaField(
        "Anything you would like to tell us?",
        hint="Only your link worker and their colleagues read this.",
        optional=True,
        rows=3,
        max_length=1000,
    )


class ThanksForm(Form):
    """A thank-you that reaches the group."""

    keeps_drafts = False

    words = TextAreaField(
        "What would you like to say to them?",
        hint="They read it as it stands.",
        rows=3,
        max_length=1000,
        missing="Write the thank-you",
    )
    quotable = YesNoField(
        "May they say these words, without a name, when they ask for money for the group?",
        missing="Choose whether they may say these words",
    )


class WishesForm(Form):
    """How a group is told, and how many people it takes."""

    keeps_drafts = False

    told_by = RadiosField(
        "How shall we tell you that somebody is introduced?",
        choices=GroupWishes.ToldBy.choices,
        conditional={GroupWishes.ToldBy.PHONE: ["ring_name", "ring_phone"]},
        missing="Choose how we tell you",
    )
    ring_name = TextField("Whom do we ask for?", optional=True, max_length=100)
    ring_phone = PhoneField("Which number do we ring?")
    monthly_ceiling = IntegerField(
        "How many people a month, at most?",
        hint="Leave it empty for no limit.",
        optional=True,
        least=1,
        most=999,
        width=3,
    )


class FullForm(Form):
    """Full until a day."""

    keeps_drafts = False

    until = DateField(
        "Full until", future_only=True, missing="Enter the day until which you are full"
    )


class PolicyForm(Form):
    """A scheme's way with its introductions."""

    remind_after = IntegerField(
        "Working days until a group that has not answered is reminded", least=1, most=60, width=2
    )
    reminders = IntegerField(
        "How many reminders, before the link worker rings them?", least=0, most=5, width=2
    )
    ask_person_after = IntegerField(
        "Days until the person is asked whether they got there, and whether it helped",
        hint="From the day on which they should have gone.",
        least=1,
        most=60,
        width=2,
    )
    agreement_lasts = IntegerField(
        "Days for which an agreement to share holds",
        hint="The link worker is reminded two weeks before. After it the group sees nothing more until the person"
        " agrees again.",
        least=14,
        most=730,
        width=3,
    )


class WithdrawForm(Form):
    """The end of an agreement."""

    reason = TextField("What did they say?", optional=True, max_length=300)
