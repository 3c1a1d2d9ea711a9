"""Money and numbers of things, as they are stored and as people read them. None is "nobody said", 0 is nothing."""

from decimal import Decimal, InvalidOperation
from typing import Any

CENT = Decimal("0.01")
MOST = Decimal("9999999999.99")


def read_amount(value: Any) -> Decimal | None:
    """As exact as it is stored; None for what is empty. Raises `ValueError` for what is no such number."""
    if value is None or value == "":
        return None
    try:
        read = Decimal(str(value))
        exact = read.quantize(CENT) if read.is_finite() and abs(read) <= MOST else None
    except InvalidOperation:
        exact = None
    if exact is None or exact != read:
        raise ValueError(value)
    return exact


def amount_words(value: Decimal | str | None) -> str:
    """3000 → 3,000; 2.50 → 2.5; nothing where nobody said."""
    if value is None or value == "":
        return ""
    text = f"{Decimal(value):,.2f}"
    return text.rstrip("0").rstrip(".")


def money_words(value: Decimal | str | None) -> str:
    """28000 → 28,000.00; nothing where nobody said."""
    return "" if value is None or value == "" else f"{Decimal(value):,.2f}"
