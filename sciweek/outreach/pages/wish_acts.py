"""What may be done with a wish: each answers with its form when there is something to show, else with nothing."""

from django.contrib import messages
from django.utils.translation import gettext as _

from sciweek.base import access
from sciweek.base.errors import Refused
from sciweek.base.forms import ActionForm
from sciweek.committee.acts import Act, tried
from sciweek.committee.entrance import DeskRequest
from sciweek.outreach import actions
from sciweek.outreach.forms import CameForm
from sciweek.outreach.forms.assigning import RENAME as TIMES
from sciweek.outreach.forms.wish import RENAME as DAYS
from sciweek.outreach.models import Visit, Wish
from sciweek.outreach.pages.wish_forms import assign_form, wish_form


def _seen(request: DeskRequest) -> int | None:
    seen = request.POST.get("seen_version", "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else None


def _why(request: DeskRequest) -> str:
    return request.POST.get("why", "")[:1000]


def _edit(request: DeskRequest, wish: Wish) -> ActionForm | None:
    access.require(request.actor, "outreach.change_wish", wish)
    form = wish_form(request, wish, request.POST)

    def save() -> str:
        seen = form.cleaned_data["seen_version"]
        actions.edit_wish(request.actor, wish, seen_version=seen, **form.values())
        return _("已保存。")

    return tried(request, form, save, DAYS)


def _assign(request: DeskRequest, wish: Wish) -> ActionForm | None:
    access.require(request.actor, "outreach.assign_visit", wish)
    form = assign_form(request, wish, request.POST)
    if not form.is_valid():
        return form
    if form.cleaned_data["outing"] is None:
        form.add_error("outing", _("请选去的项目。"))
        return form
    if request.POST.get("then") == "look":
        return form

    def save() -> str:
        values, seen = form.values(), form.cleaned_data["seen_version"]
        if wish.its_visit is None:
            actions.assign_visit(request.actor, wish, seen_version=seen, **values)
            return _("已安排，会通知申请的单位。")
        actions.move_visit(request.actor, wish.its_visit, seen_version=seen, **values)
        return _("已改，会通知申请的单位。")

    return tried(request, form, save, TIMES)


def _decline(request: DeskRequest, wish: Wish) -> None:
    actions.decline_wish(request.actor, wish, why=_why(request), seen_version=_seen(request))
    messages.success(request, _("已婉拒，会通知申请的单位。"))


def _reconsider(request: DeskRequest, wish: Wish) -> None:
    actions.reconsider_wish(request.actor, wish, seen_version=_seen(request))
    messages.success(request, _("又在等安排了。"))


def _visit(wish: Wish) -> Visit:
    visit = wish.its_visit
    if visit is None:
        raise Refused(_("这份申请现在没有安排。请刷新页面看看最新情况。"), code="no_visit")
    return visit


def _take_back(request: DeskRequest, wish: Wish) -> None:
    actions.take_back_visit(request.actor, _visit(wish), why=_why(request), seen_version=_seen(request))
    messages.success(request, _("安排已取消，申请又在等安排。会通知申请的单位。"))


def _withdraw(request: DeskRequest, wish: Wish) -> None:
    actions.withdraw_wish(request.actor, wish, why=_why(request), seen_version=_seen(request))
    messages.success(request, _("申请已撤回。"))


def _ask_again(request: DeskRequest, wish: Wish) -> None:
    actions.ask_again(request.actor, wish, seen_version=_seen(request))
    messages.success(request, _("又在等安排了。"))


def _finish(request: DeskRequest, wish: Wish) -> ActionForm | None:
    access.require(request.actor, "outreach.assign_visit", wish)
    form = CameForm(request.POST, prefix="came")

    def save() -> str:
        came, seen = form.cleaned_data["came"], form.cleaned_data["seen_version"]
        actions.finish_visit(request.actor, _visit(wish), came=came, seen_version=seen)
        return _("已记下。")

    return tried(request, form, save)


def _reopen(request: DeskRequest, wish: Wish) -> None:
    actions.reopen_visit(request.actor, _visit(wish))
    messages.success(request, _("已改回“已安排”。"))


ACTS: dict[str, Act[Wish, ActionForm]] = {
    "edit": _edit,
    "assign": _assign,
    "decline": _decline,
    "reconsider": _reconsider,
    "take_back": _take_back,
    "withdraw": _withdraw,
    "ask_again": _ask_again,
    "finish": _finish,
    "reopen": _reopen,
}
