from django.db import models
from django.utils.translation import gettext_lazy as _

from sciweek.activities.events import PublishingActivity
from sciweek.base.states import Move


class Kind(models.TextChoices):
    """What an activity is, and so what it needs; a committee's own lines are `Series` that point here."""

    OPEN = "open", _("开放")
    LECTURE = "lecture", _("讲座")
    SHOW = "show", _("展演")
    CAMPUS = "campus", _("进校园")
    CONTEST = "contest", _("竞赛")
    CALL = "call", _("征集")
    QUIZ = "quiz", _("答题")
    CEREMONY = "ceremony", _("仪式")
    HANDBOOK = "handbook", _("宣传资料")
    PROMOTION = "promotion", _("宣传推广")
    OTHER = "other", _("其他")


class Mode(models.TextChoices):
    """How people take part."""

    ONSITE = "onsite", _("线下")
    ONLINE = "online", _("线上")
    BOTH = "both", _("线上线下结合")


class Audience(models.TextChoices):
    """Whom it is for; several may hold, none means everybody."""

    FAMILY = "family", _("亲子")
    PRIMARY = "primary", _("小学生")
    MIDDLE = "middle", _("中学生")
    STUDENT = "student", _("大学生")
    SENIOR = "senior", _("老年人")
    FARMER = "farmer", _("农民")
    WORKER = "worker", _("职工")
    OFFICIAL = "official", _("公务人员")


class ActivityState(models.TextChoices):
    """What people decide about an activity; whether it is running or over is computed from the clock."""

    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("待看")
    RETURNED = "returned", _("已退回")
    PUBLISHED = "published", _("已发布")
    CANCELLED = "cancelled", _("已取消")


ACTIVITY_MOVES = {
    (ActivityState.DRAFT, ActivityState.SUBMITTED): Move("activities.submit_activity"),
    (ActivityState.RETURNED, ActivityState.SUBMITTED): Move("activities.submit_activity"),
    (ActivityState.SUBMITTED, ActivityState.RETURNED): Move("activities.run_activities", needs_reason=True),
    (ActivityState.DRAFT, ActivityState.PUBLISHED): Move(
        "activities.run_activities", gate=PublishingActivity
    ),
    (ActivityState.SUBMITTED, ActivityState.PUBLISHED): Move(
        "activities.run_activities", gate=PublishingActivity
    ),
    (ActivityState.PUBLISHED, ActivityState.CANCELLED): Move("activities.run_activities", needs_reason=True),
    (ActivityState.CANCELLED, ActivityState.PUBLISHED): Move("activities.run_activities", needs_reason=True),
    (ActivityState.PUBLISHED, ActivityState.DRAFT): Move("activities.run_activities", needs_reason=True),
}
# States that the public can see: a cancelled activity stays, with its reason, for those who had planned to come.
PUBLIC_STATES = (ActivityState.PUBLISHED, ActivityState.CANCELLED)
