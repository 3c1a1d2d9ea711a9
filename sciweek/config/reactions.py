"""The only table of "when this, then that" across rooms, and of who has a say before something happens."""

from collections.abc import Callable, Iterable
from typing import Any

from sciweek.activities.actions.telling import return_objection
from sciweek.activities.events import (
    ActivitiesPublished,
    ActivitiesReturned,
    ActivityCancelled,
    ActivityChanged,
    ActivityRescheduled,
)
from sciweek.activities.jobs import (
    announce_cancelled,
    announce_changed,
    announce_published,
    follow_returns,
)
from sciweek.base.facts import Fact, Gate
from sciweek.booking.actions.carrying import outdated_objection
from sciweek.booking.actions.step import booked_objection
from sciweek.booking.events import BookersConcerned, CodeAsked
from sciweek.booking.jobs import follow_back, follow_called_off, follow_programme, send_code, tell_concerned
from sciweek.ceremonies.actions import ceremony_objection, slip_objection
from sciweek.ceremonies.events import SlipFilled
from sciweek.ceremonies.jobs import follow_slip
from sciweek.committee.actions import sole_office_objection
from sciweek.committee.events import InvitationsReady
from sciweek.committee.jobs import end_roles_of_erased
from sciweek.dispatch.events import PaperDrafted, PaperIssued
from sciweek.dispatch.jobs import announce_issue, make_preview
from sciweek.door.actions import counted_objection
from sciweek.duties.actions import objection as reminder_objection
from sciweek.duties.events import HandedIn, HandInReturned, HandInWaived, ReminderRoundMade
from sciweek.duties.jobs import follow_hand_in, follow_return, follow_waiver
from sciweek.notice.events import NoticeHandedIn
from sciweek.notice.jobs import read_notice
from sciweek.outreach.events import WishSettled
from sciweek.outreach.jobs import follow_wish
from sciweek.people.events import ErasingPerson, PersonErased
from sciweek.post.actions.inviting import invitation_objection
from sciweek.post.events import MessagesQueued, SendingMessage
from sciweek.post.jobs import announce_opening, send_queued, write_invitations
from sciweek.programme.events import DroppingSessions, ProgrammeReleased
from sciweek.programme.jobs import announce_release, follow_activity_time, follow_released_times
from sciweek.promotion.actions import overdue_objection
from sciweek.promotion.events import DeliverableSettled
from sciweek.promotion.jobs import drop_needless, remind_buyers
from sciweek.sheets.events import SheetAgreed
from sciweek.sheets.jobs import apply_sheet
from sciweek.week.events import WeekOpened

REACTIONS: dict[type[Fact], tuple[Any, ...]] = {
    NoticeHandedIn: (read_notice,),
    PaperDrafted: (make_preview,),
    PersonErased: (end_roles_of_erased,),
    MessagesQueued: (send_queued,),
    SheetAgreed: (apply_sheet,),
    InvitationsReady: (write_invitations,),
    WeekOpened: (announce_opening,),
    ActivitiesPublished: (announce_published,),
    ActivityChanged: (announce_changed, follow_back),
    ActivityRescheduled: (follow_activity_time,),
    ProgrammeReleased: (follow_released_times, follow_programme, announce_release),
    ActivityCancelled: (announce_cancelled, follow_called_off),
    ActivitiesReturned: (follow_returns,),
    HandedIn: (follow_hand_in,),
    HandInReturned: (follow_return,),
    HandInWaived: (follow_waiver,),
    ReminderRoundMade: (remind_buyers,),
    DeliverableSettled: (drop_needless,),
    PaperIssued: (announce_issue,),
    SlipFilled: (follow_slip,),
    WishSettled: (follow_wish,),
    CodeAsked: (send_code,),
    BookersConcerned: (tell_concerned,),
}
GATES: dict[type[Gate], tuple[Callable[[Any], Iterable[str]], ...]] = {
    ErasingPerson: (sole_office_objection,),
    DroppingSessions: (booked_objection, counted_objection, ceremony_objection),
    SendingMessage: (
        reminder_objection,
        return_objection,
        invitation_objection,
        slip_objection,
        overdue_objection,
        outdated_objection,
    ),
}
