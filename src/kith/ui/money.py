"""Money in pounds and pence. Amounts are whole pence everywhere but on the page."""


def money(pence: int) -> str:
    """``1250`` gives ``£12.50``; whole pounds leave the pence out: ``124000`` gives ``£1,240``.

    Raises TypeError for anything but an integer, since a fraction of a penny is a mistake made
    earlier.
    """
    if isinstance(pence, bool) or not isinstance(pence, int):
        raise TypeError("Money is a whole number of pence.")
    pounds, rest = divmod(abs(pence), 100)
    sign = "-" if pence < 0 else ""
    return f"{sign}£{pounds:,}.{rest:02}" if rest else f"{sign}£{pounds:,}"
