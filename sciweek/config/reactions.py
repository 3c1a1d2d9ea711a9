"""The only table of "when this, then that" across rooms, and of who has a say before something happens."""

from collections.abc import Callable, Iterable
from typing import Any

from sciweek.base.facts import Fact, Gate
from sciweek.committee.actions import sole_office_objection
from sciweek.committee.jobs import end_roles_of_erased
from sciweek.dispatch.events import PaperDrafted
from sciweek.dispatch.jobs import make_preview
from sciweek.notice.events import NoticeHandedIn
from sciweek.notice.jobs import read_notice
from sciweek.people.events import ErasingPerson, PersonErased
from sciweek.post.events import MessagesQueued
from sciweek.post.jobs import send_queued
from sciweek.sheets.events import SheetAgreed
from sciweek.sheets.jobs import apply_sheet

REACTIONS: dict[type[Fact], tuple[Any, ...]] = {
    NoticeHandedIn: (read_notice,),
    PaperDrafted: (make_preview,),
    PersonErased: (end_roles_of_erased,),
    MessagesQueued: (send_queued,),
    SheetAgreed: (apply_sheet,),
}
GATES: dict[type[Gate], tuple[Callable[[Any], Iterable[str]], ...]] = {
    ErasingPerson: (sole_office_objection,),
}
