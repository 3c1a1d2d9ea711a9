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


class Verdict(models.TextChoices):
    """What the 保密审查 (secrecy review before publication) says of one item."""

    OPEN = "open", _("公开")
    CLOSED = "closed", _("不予公开")
    REFERRED = "referred", _("需报审")


class ActivityState(models.TextChoices):
    """What people decide about an activity; whether it is running or over is computed from the clock."""

    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("待看")
    RETURNED = "returned", _("已退回")
    APPROVED = "approved", _("已通过")
    PUBLISHED = "published", _("已发布")
    HELD = "held", _("已举办")
    CANCELLED = "cancelled", _("已取消")


def _moves() -> dict[tuple[ActivityState, ActivityState], Move]:
    state = ActivityState
    submit, run = Move("activities.submit_activity"), Move("activities.run_activities")
    give_up = Move("activities.submit_activity", needs_reason=True)
    run_with_reason = Move("activities.run_activities", needs_reason=True)
    close = Move("activities.give_opinion", needs_reason=True)
    publish = Move("activities.run_activities", gate=PublishingActivity)
    return {
        (state.DRAFT, state.SUBMITTED): submit,
        (state.RETURNED, state.SUBMITTED): submit,
        (state.SUBMITTED, state.APPROVED): run,
        (state.SUBMITTED, state.RETURNED): run_with_reason,
        (state.APPROVED, state.RETURNED): run_with_reason,
        (state.APPROVED, state.PUBLISHED): publish,
        # The fast lane: a notice that comes four days before the week leaves no time for two looks.
        (state.SUBMITTED, state.PUBLISHED): publish,
        (state.DRAFT, state.PUBLISHED): publish,
        (state.PUBLISHED, state.HELD): Move("activities.hold_activity"),
        (state.HELD, state.PUBLISHED): run_with_reason,
        # A new opinion that no longer says 公开 takes it off the portal at once.
        (state.PUBLISHED, state.APPROVED): close,
        (state.HELD, state.APPROVED): close,
        (state.PUBLISHED, state.DRAFT): run_with_reason,
        (state.PUBLISHED, state.CANCELLED): run_with_reason,
        (state.CANCELLED, state.PUBLISHED): run_with_reason,
        # What never was public is given up by whoever entered it, and can be taken up again.
        (state.DRAFT, state.CANCELLED): give_up,
        (state.RETURNED, state.CANCELLED): give_up,
        (state.SUBMITTED, state.CANCELLED): give_up,
        (state.APPROVED, state.CANCELLED): run_with_reason,
        (state.CANCELLED, state.DRAFT): give_up,
    }


ACTIVITY_MOVES = _moves()
# What takes place before everybody's eyes. A cancelled activity that had been published stays to be seen too, with
# its reason, for those who had planned to come: `queries.public_activities`.
SHOWN_STATES = (ActivityState.PUBLISHED, ActivityState.HELD)
# The office's work is done with these.
CLOSED_STATES = (ActivityState.HELD, ActivityState.CANCELLED)
# Words that a secrecy review reads: a change to one of them makes its opinion stale.
REVIEWED_FIELDS = (
    "name",
    "summary",
    "link",
    "entry_note",
    "hosts",
    "organisers",
    "co_organisers",
    "picture",
    "picture_alt",
)
# Fields that the office can mark when it returns an activity.
MARKABLE_FIELDS = (
    "name",
    "series",
    "kind",
    "summary",
    "starts_at",
    "ends_at",
    "mode",
    "place",
    "address",
    "link",
    "audience",
    "age_from",
    "age_to",
    "expected",
    "entry_note",
    "hosts",
    "organisers",
    "co_organisers",
    "contact_name",
    "contact_phone",
    "picture",
)
