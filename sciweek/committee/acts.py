"""Pages on which several things can be done: each of their forms says its `act`."""

from collections.abc import Callable, Mapping
from typing import Any, NoReturn, TypeVar

from django.contrib import messages
from django.utils.translation import gettext as _

from sciweek.base.errors import Forbidden, Refused
from sciweek.base.forms import ActionForm
from sciweek.base.text import clean
from sciweek.committee.entrance import DeskRequest

LONGEST_REASON = 1000

Form = TypeVar("Form", bound=ActionForm)
Thing = TypeVar("Thing")
# Answers with its form when there is something to show, else with nothing.
Act = Callable[[DeskRequest, Thing], Form | None]


def act_of(request: DeskRequest, acts: Mapping[str, Act[Thing, Form]]) -> Act[Thing, Form]:
    """What the POST asks for; called with anything else than the page's own words it refuses."""
    return acts.get(request.POST.get("act", ""), _unknown)


def _unknown(_request: DeskRequest, _thing: Any) -> NoReturn:
    raise Refused(_("这次提交读不懂。请刷新页面后再提交。"), code="unknown_act")


def tried(
    request: DeskRequest, form: Form, save: Callable[[], str], rename: Mapping[str, str] | None = None
) -> Form | None:
    """Save what a form says; `save` returns what the page then tells. The form comes back when it was refused.

    `rename` says which field shows what the action tells of another one.
    """
    if not form.is_valid():
        return form
    try:
        messages.success(request, save())
    except Refused as refusal:
        form.show(refusal, rename)
        return form
    return None


def tell(request: DeskRequest, refusal: Refused) -> None:
    """Say a refusal above the page, where no form has a place for it, and a reason that was typed in vain.

    What the actor may not do at all is raised again.
    """
    if isinstance(refusal, Forbidden):
        raise refusal
    for text in [*refusal.fields.values(), refusal.message]:
        if text:
            messages.error(request, str(text))
    if why := clean(request.POST.get("why", "")):
        messages.info(request, _("您写的没有保存：%(why)s") % {"why": why[:LONGEST_REASON]})
