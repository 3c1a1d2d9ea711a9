from django.db import models
from django.utils.translation import gettext_lazy as _

from sciweek.base.states import Move


class OutingKind(models.TextChoices):
    """What a host brings."""

    LECTURE = "lecture", _("科普报告")
    SHOW = "show", _("科普演示")
    VAN = "van", _("科普大篷车")


class Need(models.TextChoices):
    """What an outing needs where it comes; who asks says what of it is there."""

    POWER = "power", _("电源")
    HALL = "hall", _("室内场地")
    OPEN_SPACE = "open_space", _("室外空地")
    PARKING = "parking", _("停车位")
    WATER = "water", _("水源")
    PROJECTOR = "projector", _("投影")
    SOUND = "sound", _("音响话筒")
    NETWORK = "network", _("网络")
    TABLES = "tables", _("桌椅")
    HELPERS = "helpers", _("两名帮手")


class Part(models.TextChoices):
    """Which part of a day."""

    MORNING = "morning", _("上午")
    AFTERNOON = "afternoon", _("下午")
    WHOLE = "whole", _("全天")
    HOURS = "hours", _("指定钟点")


class WishState(models.TextChoices):
    """What people decide about a wish; whether its visit is over is asked of the clock."""

    ASKED = "asked", _("待安排")
    ASSIGNED = "assigned", _("已安排")
    DONE = "done", _("已去过")
    DECLINED = "declined", _("已婉拒")
    WITHDRAWN = "withdrawn", _("已撤回")


ASSIGN = Move("outreach.assign_visit")
WISH_MOVES = {
    (WishState.ASKED, WishState.ASSIGNED): ASSIGN,
    (WishState.ASSIGNED, WishState.ASKED): Move("outreach.assign_visit", needs_reason=True),
    (WishState.ASSIGNED, WishState.DONE): ASSIGN,
    (WishState.DONE, WishState.ASSIGNED): ASSIGN,
    (WishState.ASKED, WishState.DECLINED): Move("outreach.assign_visit", needs_reason=True),
    (WishState.DECLINED, WishState.ASKED): ASSIGN,
    (WishState.ASKED, WishState.WITHDRAWN): Move("outreach.change_wish"),
    (WishState.ASSIGNED, WishState.WITHDRAWN): Move("outreach.change_wish", needs_reason=True),
    (WishState.WITHDRAWN, WishState.ASKED): Move("outreach.change_wish"),
}
# Three ways lead back to waiting, and each is an act of its own: what is assigned loses its visit on the way.
TAKE_BACK, RECONSIDER, ASK_AGAIN = (
    {(start, WishState.ASKED): WISH_MOVES[start, WishState.ASKED]}
    for start in (WishState.ASSIGNED, WishState.DECLINED, WishState.WITHDRAWN)
)
# A wish that somebody still waits for, or is going to be visited.
LIVE = (WishState.ASKED, WishState.ASSIGNED)
# A wish in one of these has a visit.
VISITED = (WishState.ASSIGNED, WishState.DONE)


class VisitWorry(models.TextChoices):
    """What a warning about a visit is about; `STOPPING` are those with which nothing is assigned."""

    FULL = "full", _("这一天已满")
    OVERLAP = "overlap", _("和另一次撞了")
    NOT_OFFERED = "not_offered", _("不在可去的时间")
    NOT_WISHED = "not_wished", _("不在对方想要的时间")
    TIGHT = "tight", _("路上时间紧")
    TOO_MANY = "too_many", _("人数超过上限")
    LACKING = "lacking", _("条件不够")
    OUT_OF_REACH = "out_of_reach", _("不在去的范围")
    OUTSIDE_WEEK = "outside_week", _("不在活动周里")
    OTHER_OUTING = "other_outing", _("不是对方要的项目")
    RETIRED = "retired", _("项目已停")


STOPPING = frozenset({VisitWorry.FULL, VisitWorry.OVERLAP})


class News(models.TextChoices):
    """What a unit is told of its wish."""

    ASSIGNED = "assigned", _("申请已安排")
    MOVED = "moved", _("安排有变动")
    TAKEN_BACK = "taken_back", _("安排已取消")
    DECLINED = "declined", _("申请没有安排上")
