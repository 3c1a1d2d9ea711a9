"""What became of an activity: who did what when and why, and how its words changed."""

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from sciweek.activities.logic.differences import Piece, differences
from sciweek.activities.pages.shown import the_activity
from sciweek.activities.pages.words import label_of, words_of
from sciweek.activities.queries import Version, versions
from sciweek.committee.entrance import DeskRequest, desk_page

PER_PAGE = 30
ACTS = {
    "add_activity": _("填报"),
    "copy_activity": _("照别的活动填报"),
    "edit_activity": _("修改"),
    "submit_activity": _("提交"),
    "return_activity": _("退回"),
    "approve_activity": _("通过"),
    "publish_activity": _("发布"),
    "hold_activity": _("记为已举办"),
    "cancel_activity": _("取消"),
    "restore_activity": _("恢复"),
    "withdraw_activity": _("撤回为草稿"),
    "take_off_portal": _("撤下门户"),
    "give_opinion": _("记下保密审查意见"),
    "hand_over_activity": _("移交"),
    "tell_apart": _("和另一场区分开"),
}
# Told in the line of the act itself, or of no use to a reader.
LEFT_OUT = ("search_text", "state", "published_at")
# One word for another: no word of these is half the same.
WHOLE = ("series", "kind", "mode", "unit", "opinion", "picture")


@dataclass(frozen=True)
class Change:
    """One field, from and to, in pieces."""

    label: str
    old: tuple[Piece, ...]
    new: tuple[Piece, ...]


@dataclass(frozen=True)
class Past:
    """One step of the history."""

    at: datetime
    who: str
    act: str
    states: tuple[str, ...]
    why: str
    changes: list[Change]


@desk_page("activities.see_activities")
def activity_history(request: DeskRequest, code: str) -> HttpResponse:
    """The whole history, the newest first."""
    row = the_activity(request, code)
    lines = Paginator(versions(row), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "activity": row,
        "week": request.week,
        "lines": lines,
        "pasts": [_past(version, request.week.zone) for version in lines],
    }
    return render(request, "activities/history.html", context)


def _past(version: Version, zone: str) -> Past:
    changes = []
    for name, (old, new) in version.changes.items():
        before, after = words_of(name, old, zone), words_of(name, new, zone)
        # The reason of a move stands in its own line.
        if name in LEFT_OUT or before == after or (name == "state_reason" and after in ("", version.why)):
            continue
        sides = (_whole(before), _whole(after)) if name in WHOLE else differences(before, after)
        changes.append(Change(label_of(name), *sides))
    states = tuple(words_of("state", each, zone) for each in version.changes.get("state", ()))
    act = str(ACTS.get(version.verb, version.verb))
    return Past(version.at, version.who, act, states, version.why, changes)


def _whole(text: str) -> tuple[Piece, ...]:
    return (Piece(text, True),) if text else ()
