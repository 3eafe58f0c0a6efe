"""Noting a feed, and saying how often it is read."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpRequest

from kith.directory.models import Feed
from kith.exchange.directory_feed.client import check_allowed, check_outside, checked_url
from kith.exchange.directory_feed.faults import FeedRefused
from kith.resilience.forms import Form
from kith.ui.fields import SelectField, TextField

_OFTEN = [(value, label) for value, label in Feed.Every.choices if value]


class ListForm(Form):
    """What a list that is sent as a sheet is called here."""

    title = TextField("What you call it", optional=True, max_length=200)


class FeedForm(ListForm):
    """How a feed is called here and how often it is read."""

    every = SelectField(
        "How often it is read",
        choices=_OFTEN,
        required=False,
        empty_label=str(Feed.Every.BY_HAND.label),
    )


class AddFeedForm(FeedForm):
    """A feed's address; and for which scheme, where one keeps the directory of several."""

    source = TextField(
        "Address of the feed",
        hint="For example https://directory.example.gov.uk/api",
        max_length=500,
    )
    scheme = SelectField("For which scheme", choices=[], missing="Choose for which scheme it is")
    field_order = ["scheme", "source", "title", "every"]

    def __init__(
        self, request: HttpRequest, *, schemes: list[tuple[UUID, str]], **kwargs: Any
    ) -> None:
        super().__init__(request, **kwargs)
        self.only = schemes[0][0] if len(schemes) == 1 else None
        if self.only:
            del self.fields["scheme"]
        else:
            self.fields["scheme"].choices = [(str(pk), name) for pk, name in schemes]  # type: ignore[attr-defined]

    def clean_source(self) -> str:
        """A public web address without a name or password in it."""
        try:
            check_outside(self.cleaned_data["source"], settings.FEED_HOSTS)
            check_allowed(self.cleaned_data["source"], settings.FEED_ONLY_HOSTS)
            return str(checked_url(self.cleaned_data["source"]))
        except FeedRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def scheme_id(self) -> UUID:
        """The scheme that was chosen, or the only one there is."""
        return self.only or UUID(self.cleaned_data["scheme"])
