"""One of everything of the directory, for the world of the contracts."""

from __future__ import annotations

from typing import Any

from kith.directory import actions as directory
from kith.directory.facts import ServiceFacts
from kith.directory.models import Service
from kith.exchange.directory_sheet import actions as directory_sheet
from kith.isolation import links
from tests import cast

BY = cast.TESTS
SHEET_PAGES = ("service_sheet", "take_in_services", "refused_services")


def of_directory(service: Service) -> dict[str, Any]:
    """A feed that was read and put right, a sheet that was sent, what is suggested and said of listings, and the
    link on which a listing's own people answer: what the addresses call them.
    """
    feed, _ = directory.take_in_feed(
        by=BY, scheme_id=cast.BOW, source="https://feed.example/v3", version="HSDS-UK-3.0",
        services=[ServiceFacts(source_id="1", fingerprint="1", name="Sewing Circle")],
        is_whole=lambda: True,
    )  # fmt: skip
    visit = directory.report_visit(by=BY, feed=feed, report=directory.Report("taken"))
    fed = feed.services.get()
    directory.edit_service(by=BY, service=fed, phone="020 7946 0999")
    sheet = directory_sheet.send_services(
        by=BY, scheme_id=cast.BOW, title="Ours", name="ours.csv", content=b"name,phone\nChoir,1\n"
    )
    asking = directory.ask_listing(by=BY, service=service)
    link = links.in_force(purpose="directory.listing", subject_id=asking.pk)[0]
    listing = links.token_of(link.pk)
    return {
        "feed_id": feed.pk, "report_id": visit.pk,
        "told_id": directory.write_note(by=BY, service=fed, text="Ring after 11.").pk,
        "fix_id": fed.corrections.get().pk,
        "matter_id": directory.report_wrong(by=BY, service=fed, text="Nobody answers.").pk,
        "suggestion_id": directory.suggest(
            by=BY, scheme_id=cast.BOW, name="Sewing on Fridays"
        ).pk,
        "directory:listing/token": listing, "directory:put_right/token": listing,
        **{f"exchange:{name}/run_id": sheet.pk for name in SHEET_PAGES},
    }  # fmt: skip
