"""What the fields of an activity are called, and their values in words."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciweek.activities.models import Activity
from sciweek.activities.states import ActivityState, Audience, Kind, Mode, Verdict
from sciweek.base import access
from sciweek.base.actor import Actor
from sciweek.logbook.actions import masked
from sciweek.look.dates import moment_words
from sciweek.look.phrases import headed, listed

LABELS: dict[str, Any] = {
    "name": gettext_lazy("活动名称"),
    "series": gettext_lazy("活动系列"),
    "kind": gettext_lazy("类别"),
    "summary": gettext_lazy("一句话简介"),
    "starts_at": gettext_lazy("开始"),
    "ends_at": gettext_lazy("结束"),
    "is_all_day": gettext_lazy("全天"),
    "mode": gettext_lazy("怎么参加"),
    "place": gettext_lazy("地点"),
    "address": gettext_lazy("详细地址"),
    "link": gettext_lazy("线上地址"),
    "audience": gettext_lazy("面向"),
    "age_from": gettext_lazy("最小年龄"),
    "age_to": gettext_lazy("最大年龄"),
    "expected": gettext_lazy("预计人数"),
    "entry_note": gettext_lazy("怎么入场"),
    "unit": gettext_lazy("填报单位"),
    "hosts": gettext_lazy("主办单位"),
    "organisers": gettext_lazy("承办单位"),
    "co_organisers": gettext_lazy("协办单位"),
    "contact_name": gettext_lazy("现场联系人"),
    "contact_phone": gettext_lazy("联系电话"),
    "picture": gettext_lazy("图片"),
    "picture_alt": gettext_lazy("图上是什么"),
    "state": gettext_lazy("状态"),
    "state_reason": gettext_lazy("原因"),
    "marks": gettext_lazy("标出要改的地方"),
    "opinion": gettext_lazy("保密审查意见"),
    "reviewer": gettext_lazy("谁审的"),
    "published_at": gettext_lazy("发布时间"),
    "second": gettext_lazy("不是同一场的"),
}
CHOICES: dict[str, Any] = {"kind": Kind, "mode": Mode, "state": ActivityState, "opinion": Verdict}
# What somebody reads who looks at an activity without changing it; ages stand together.
SHOWN = (
    "series", "kind", "starts_at", "ends_at", "mode", "place", "address", "link", "summary", "unit", "hosts",
    "organisers", "co_organisers", "audience", "age_from", "age_to", "expected", "entry_note", "contact_name",
    "contact_phone",
)  # fmt: skip


def contacts_for(actor: Actor, activity: Activity) -> dict[str, str]:
    """Name and phone of the contact: whole for who runs or enters the activity, as over the API."""
    whole = access.may(actor, "activities.enter_activity", activity)
    told = {"contact_name": activity.contact_name, "contact_phone": activity.contact_phone}
    return told if whole else {name: masked(text) for name, text in told.items()}


def label_of(field: str) -> str:
    return str(LABELS.get(field, field))


def words_of(field: str, value: Any, zone: str) -> str:
    """The value as people say it, from the row or, as plain text, from the log; "" for nothing."""
    if value is None or value == "" or value == [] or value == {}:
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if field.endswith("_at"):
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        return moment_words(moment, zone)
    if field in CHOICES and value in CHOICES[field].values:
        return str(CHOICES[field](value).label)
    if field == "audience":
        return listed(str(Audience(each).label) if each in Audience.values else str(each) for each in value)
    if isinstance(value, dict):
        return "\n".join(headed(label_of(name), str(text)) for name, text in value.items())
    if isinstance(value, list | tuple):
        return "\n".join(str(each) for each in value)
    return str(value)


def shown_values(actor: Actor, activity: Activity, zone: str) -> list[tuple[str, str]]:
    """Label and words of every field that says something; contacts as far as the actor may see them."""
    values = {field: getattr(activity, field) for field in SHOWN} | contacts_for(actor, activity)
    found = ((field, words_of(field, value, zone)) for field, value in values.items())
    return [(label_of(field), words) for field, words in found if words]
