"""What a sheet of services can say, and the headings by which a column is guessed.

Those of HSDS 3.0 (docs.openreferral.org, the tables service, organization, location, address and schedule) are known by
their own names; the others are our guess at what plain spreadsheets call things.
"""

from __future__ import annotations

from kith.exchange.moving_in.fields import Field, Part

NAME = "services"


def _field(name: str, label: str, also: str = "", *, needed: bool = False) -> Field:
    return Field(name, label, tuple(also.split("; ")) if also else (), needed)


SERVICES = Part(
    NAME,
    "Services",
    (
        _field(
            "name", "Name of the service",
            "Service; Service name; Title; Activity; Activity name; Group; Group name; Project",
            needed=True,
        ),
        _field("source_id", "Its number in your list", "ID; Service ID; Number; Ref; Reference; UID"),
        _field(
            "organisation", "Who runs it",
            "Organisation; Organization; Organisation name; Organization name; Provider; Run by; Charity; Host",
        ),
        _field(
            "description", "What happens there",
            "Description; About; Details; Summary; What; Service description; Information",
        ),
        _field("status", "Does it run?", "Status; State"),
        _field(
            "terms", "Words it should be found by",
            "Category; Categories; Tags; Keywords; Type; Themes; Topics; Support type; Taxonomy",
        ),
        _field("foundations", "Foundations", "Foundation; Five foundations"),
        _field("email", "E-mail", "Email; Email address; Contact email; E-mail address"),
        _field(
            "phone", "Phone",
            "Telephone; Tel; Phone number; Telephone number; Mobile; Contact number; Contact phone",
        ),
        _field("url", "Website", "Web; URL; Web address; Link; Web site; Webpage; Web page"),
        _field(
            "cost", "What it costs",
            "Cost; Costs; Price; Fee; Fees; Charge; Charges; fees_description; Is it free",
        ),
        _field(
            "eligibility", "Who it is for",
            "Eligibility; Who for; Who can come; For whom; Criteria; Referral criteria; Audience;"
            " Target group; eligibility_description",
        ),
        _field("minimum_age", "Youngest age", "Min age; Minimum age; Age from; Lower age"),
        _field("maximum_age", "Oldest age", "Max age; Maximum age; Age to; Upper age"),
        _field("languages", "Languages spoken there", "Language; Languages; Languages spoken"),
        _field("place", "Name of the place", "Venue; Location; Place; Building; Location name; Where"),
        _field(
            "address", "Address",
            "Address line 1; Venue address; Street; Street address; Full address; address_1",
        ),
        _field("town", "Town", "City; Town or city; Borough"),
        _field("postcode", "Postcode", "Post code; Postal code; Zip; Venue postcode; postal_code"),
        _field("latitude", "Latitude", "Lat"),
        _field("longitude", "Longitude", "Long; Lng; Lon"),
        _field("access", "Getting in", "Access; Accessibility; Step-free; Step free; Wheelchair access"),
        _field("days", "Days", "Day; Day of week; Weekday; Days of the week; byday; Which day"),
        _field("opens", "Starts at", "Start; Start time; From; Opens; Opens at; opens_at"),
        _field("closes", "Ends at", "End; End time; To; Finish; Closes; Closes at; closes_at"),
        _field("when", "When, in words", "When; Times; Opening times; Opening hours; Schedule; Frequency"),
        _field(
            "assured", "Last checked",
            "Last checked; Checked; Date checked; Last updated; Updated; assured_date; Verified",
        ),
    ),
)  # fmt: skip
