"""What is wrong with the numbers of a party or group."""

from django.utils.translation import gettext as _

from sciweek.booking.logic.parties import Party
from sciweek.booking.queries import Bookable
from sciweek.booking.states import Choice


def party_problems(found: Bookable, party: Party) -> dict[str, str]:
    """What is wrong with the numbers, by field."""
    terms = found.terms
    if not party.is_possible:
        too_many = _("一次最多约 %(n)d 人。") % {"n": terms.largest}
        return {"party": too_many if party.people > terms.largest else _("请写来几个人。")}
    if terms.is_group:
        if party.adults + party.pupils != party.people:
            return {"party": _("团体只写学生和带队人数。")}
        if not party.pupils:
            return {"pupils": _("请写有几名学生。")}
        if not party.adults:
            return {"adults": _("请写带队老师和家长的人数，至少 1 人。")}
    elif party.pupils:
        return {"party": _("这一场按个人和家庭预约。")}
    elif party.has_under_14 and not party.adults + party.teens:
        return {"adults": _("14 岁以下的孩子要有人陪同，请把大人也算上。")}
    if party.people < terms.smallest:
        return {"party": _("这一场至少 %(n)d 人起约。") % {"n": terms.smallest}}
    if party.people > terms.largest:
        return {"party": _("一次最多约 %(n)d 人。") % {"n": terms.largest}}
    is_chosen = terms.is_group and terms.choice == Choice.CHOSEN
    if not is_chosen and party.places(small_need_seats=terms.small_need_seats) > found.seats:
        # In a queue that nobody passes it would hold back everybody for good.
        return {"party": _("这一场一共只有 %(n)d 席。") % {"n": found.seats}}
    return {}
