from decimal import Decimal

from django import template

from sciweek.promotion.logic.amounts import amount_words, money_words

register = template.Library()


@register.filter
def amount(value: Decimal | str | None, counted_in: str = "") -> str:
    """3,000 册; — where nobody said."""
    words = amount_words(value)
    return f"{words} {counted_in}".strip() if words else "—"


@register.filter
def money(value: Decimal | str | None) -> str:
    """28,000.00; nothing where nobody said."""
    return money_words(value)
