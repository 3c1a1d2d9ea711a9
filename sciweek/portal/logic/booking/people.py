"""Parties in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciweek.booking.logic.parties import Party
from sciweek.look.phrases import listed


def party_words(party: Party) -> str:
    """成人 2、儿童 1 / 2 adults, 1 child."""
    parts = (
        (party.pupils, ngettext("%(n)d 名学生", "%(n)d 名学生", party.pupils)),
        (party.adults, ngettext("%(n)d 位成人", "%(n)d 位成人", party.adults)),
        (party.teens, ngettext("%(n)d 位 14–17 岁", "%(n)d 位 14–17 岁", party.teens)),
        (party.children, ngettext("%(n)d 位 6–13 岁", "%(n)d 位 6–13 岁", party.children)),
        (party.small, ngettext("%(n)d 位 6 岁以下", "%(n)d 位 6 岁以下", party.small)),
    )
    return listed(words % {"n": count} for count, words in parts if count)


def seats_words(places: int) -> str:
    return ngettext("%(n)d 席", "%(n)d 席", places) % {"n": places}


def grouped(code: str) -> str:
    """A code in two groups, as one says it aloud: ACDE FGHJ."""
    half = (len(code) + 1) // 2
    return f"{code[:half]} {code[half:]}"


def before_words(count: int) -> str:
    """Where somebody stands in the queue."""
    if not count:
        return _("前面没有人了，有席位就是您的")
    return ngettext("前面还有 %(n)d 组", "前面还有 %(n)d 组", count) % {"n": count}
