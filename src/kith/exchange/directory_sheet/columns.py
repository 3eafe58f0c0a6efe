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
            "Service; Service name; Title; Activity; Activity name; Group; Group name; Project; Group title;"
            " Service title; Name of group; Name of activity; Club; Class; Session; What is it called",
            needed=True,
        ),
        _field("source_id", "Its number in your list", "ID; Service ID; Number; Ref; Reference; UID"),
        _field(
            "organisation", "Who runs it",
            "Organisation; Organization; Organisation name; Organization name; Provider; Run by; Charity; Host;"
            " Charity / body; Body; Charity name; Agency; Org; Organiser; Lead organisation; Delivered by",
        ),
        _field(
            "description", "What happens there",
            "Description; About; Details; Summary; What; Service description; Information; Info; What it is;"
            " What happens; Notes; Blurb",
        ),
        _field("status", "Does it run?", "Status; State"),
        _field(
            "terms", "Words it should be found by",
            "Category; Categories; Tags; Keywords; Type; Themes; Topics; Support type; Taxonomy; Theme; Tag;"
            " Type of support; Kind",
        ),
        _field("foundations", "Foundations", "Foundation; Five foundations"),
        _field("email", "E-mail",
            "Email; Email address; Contact email; E-mail address; Mail; e mail addy; Email addr; Contact e-mail",
        ),
        _field(
            "phone", "Phone",
            "Telephone; Tel; Phone number; Telephone number; Mobile; Contact number; Contact phone; Ring; Call;"
            " Tel no; Telephone no; Phone no; Contact tel; Number to ring",
        ),
        _field("url", "Website", "Web; URL; Web address; Link; Web site; Webpage; Web page; www"),
        _field(
            "cost", "What it costs",
            "Cost; Costs; Price; Fee; Fees; Charge; Charges; fees_description; £; How much; Donation",
        ),
        _field(
            "eligibility", "Who it is for",
            "Eligibility; Who for; Who can come; For whom; Criteria; Referral criteria; Audience;"
            " Target group; eligibility_description; Who is it for; Suitable for",
        ),
        _field("minimum_age", "Youngest age", "Min age; Minimum age; Age from; Lower age"),
        _field("maximum_age", "Oldest age", "Max age; Maximum age; Age to; Upper age"),
        _field("languages", "Languages spoken there", "Language; Languages; Languages spoken; Lang; Langs"),
        _field("place", "Name of the place", "Venue; Location; Place; Building; Location name; Where; Venue name"),
        _field(
            "address", "Address",
            "Address line 1; Venue address; Street; Street address; Full address; address_1",
        ),
        _field("town", "Town", "City; Town or city; Borough"),
        _field("postcode", "Postcode", "Post code; Postal code; Zip; Venue postcode; postal_code; PC; P code; Pcode"),
        _field("latitude", "Latitude", "Lat"),
        _field("longitude", "Longitude", "Long; Lng; Lon"),
        _field("access", "Getting in",
            "Access; Accessibility; Step-free; Step free; Wheelchair access; Wheelchair OK; Wheelchair;"
            " Wheelchairs; Wheelchair accessible; Disabled access",
        ),
        _field("days", "Days", "Day; Day of week; Weekday; Days of the week; byday; Which day"),
        _field("opens", "Starts at", "Start; Start time; From; Opens; Opens at; opens_at"),
        _field("closes", "Ends at", "End; End time; To; Finish; Closes; Closes at; closes_at"),
        _field("when", "When, in words",
            "When; Times; Opening times; Opening hours; Schedule; Frequency; Time; Day and time; When is it",
        ),
        _field("is_free", "Is it free?", "Free; Free of charge; No charge; Is it free"),
        _field(
            "setting", "Group or one to one",
            "Setting; Format; One to one; 1:1; Group or 1:1; Group or individual; 1-1 or group; How it is given",
        ),
        _field(
            "is_women_only", "Women only",
            "Women; Women’s; Women's; Ladies only; Women only?; Female only; For women; Gender",
        ),
        _field(
            "takes_no_recourse", "Open without recourse to public funds",
            "No recourse; No recourse to public funds; NRPF; NRPF ok; Open to NRPF; Takes NRPF",
        ),
        _field(
            "places_free", "Places free",
            "Spaces; Places; Free places; Spaces free; Places available; Spaces available; Availability; Vacancies",
        ),
        _field(
            "is_online", "Online or by phone",
            "Online; Virtual; Zoom; Remote; Online?; Is it online; In person or online; Delivery",
        ),
        _field(
            "assured", "Last checked",
            "Last checked; Checked; Date checked; Last updated; Updated; assured_date; Verified",
        ),
    ),
)  # fmt: skip
