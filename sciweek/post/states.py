from django.db import models
from django.utils.translation import gettext_lazy as _

from sciweek.base.states import Move


class ChannelKind(models.TextChoices):
    """By what way a message goes."""

    EMAIL = "email", _("电子邮件")
    SMS = "sms", _("短信")
    WECOM = "wecom", _("企业微信群机器人")
    DINGTALK = "dingtalk", _("钉钉群机器人")
    COPY = "copy", _("复制到群里")
    WEBHOOK = "webhook", _("程序接收地址")


ROBOTS = (ChannelKind.WECOM, ChannelKind.DINGTALK)


class MessageState(models.TextChoices):
    """What became of a message."""

    DRAFT = "draft", _("待发")
    QUEUED = "queued", _("排队")
    SENDING = "sending", _("正在发")
    FAILED = "failed", _("没发成，稍后再试")
    SENT = "sent", _("已发出")
    COPIED = "copied", _("已转发")
    # Claimed, and then nobody heard what came of it: a person decides, nothing is sent again by itself.
    UNKNOWN = "unknown", _("不确定")
    GIVEN_UP = "given_up", _("没发成")
    WITHDRAWN = "withdrawn", _("已撤回")


S = MessageState
# What a worker may take up once its time has come.
WAITING = (S.QUEUED, S.FAILED)
# What has not gone out and can still be kept from it.
HELD = (S.DRAFT, S.QUEUED, S.FAILED)
SETTLED = (S.SENT, S.COPIED, S.GIVEN_UP, S.WITHDRAWN)
# What a person did not send, and may decide to send after all.
STUCK = (S.UNKNOWN, S.GIVEN_UP)

MESSAGE_MOVES = {
    **{(start, S.QUEUED): Move("post.run_post") for start in (S.DRAFT, S.FAILED, *STUCK)},
    **{(start, S.COPIED): Move("post.run_post") for start in (*HELD, *STUCK)},
    **{(start, S.WITHDRAWN): Move("post.run_post") for start in HELD},
    (S.UNKNOWN, S.SENT): Move("post.run_post"),
    (S.UNKNOWN, S.GIVEN_UP): Move("post.run_post"),
}


class Occasion(models.TextChoices):
    """What a message is written for: decides its fields and its first wording."""

    GENERAL = "general", _("一般消息")
    INVITATION = "invitation", _("邀请")
    BEFORE = "before", _("到期前提醒")
    AFTER = "after", _("过期后提醒")
    RETURNED = "returned", _("活动退回")
    EVENT = "event", _("系统通知")
    # To citizens who have booked: nobody's outbox lists thousands of these, their bookings do.
    BOOKING = "booking", _("预约通知")
    TEST = "test", _("试发")


WORDED = (Occasion.GENERAL, Occasion.INVITATION, Occasion.BEFORE, Occasion.AFTER, Occasion.RETURNED)


class Outcome(models.TextChoices):
    """How one attempt ended. OPEN: it has begun, and nobody has heard of it since."""

    OPEN = "open", _("没有回音")
    SENT = "sent", _("已发出")
    AGAIN = "again", _("没发成，可以再试")
    REFUSED = "refused", _("对方不收")
    UNKNOWN = "unknown", _("不确定")


class Event(models.TextChoices):
    """What outside programs can be told of."""

    PING = "ping", _("试发")
    ACTIVITY_PUBLISHED = "activity.published", _("活动已发布")
    ACTIVITY_CHANGED = "activity.changed", _("活动有变动")
    ACTIVITY_CANCELLED = "activity.cancelled", _("活动已取消")
    PROGRAMME_RELEASED = "programme.released", _("日程发布了新的一版")
    HAND_IN = "duty.handed_in", _("单位交来材料")
    PAPER_ISSUED = "paper.issued", _("文件已印发")
    WEEK_OPENED = "week.opened", _("活动周已公开")


EVENTS = tuple(event for event in Event if event != Event.PING)
