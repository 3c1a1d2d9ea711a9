"""Units learn what came back to them."""

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from sciweek.activities.models import Activity
from sciweek.activities.states import ActivityState
from sciweek.base.actor import Actor
from sciweek.committee.addresses import site_address
from sciweek.committee.models import Unit
from sciweek.look.phrases import listed
from sciweek.post.actions import Written, filled_sheet, write_messages
from sciweek.post.events import SendingMessage
from sciweek.post.queries import best_recipients, common_values, contact_line, wording_of
from sciweek.post.states import Occasion
from sciweek.week.models import Week

NAMED = 3


def tell_of_returns(actor: Actor, week: Week, activities: Iterable[Activity]) -> Written:
    """One message to each unit about its returned activities. The return was a person's click: it goes out by itself.

    What has moved on meanwhile is left out; what belongs to no unit is the office's own.
    """
    by_unit: dict[Unit, list[Activity]] = defaultdict(list)
    for row in activities:
        if row.unit is not None and row.state == ActivityState.RETURNED:
            by_unit[row.unit].append(row)
    text, contact = wording_of(Occasion.RETURNED), contact_line()
    sheets = []
    for channel, to in best_recipients(by_unit):
        if to.unit is None:
            continue
        rows = by_unit[to.unit]
        gaps = common_values(week, to.unit, contact) | _words(week, rows)
        # The versions make a second return of the same activity news of its own.
        key = "returned:" + ",".join(f"{row.uid}.{row.version}" for row in rows) + f":{to.key}"
        about = rows[0].uid if len(rows) == 1 else None
        sheets.append(filled_sheet(channel, to, text, gaps, once_key=key, about_uid=about))
    return write_messages(actor, week, sheets, occasion=Occasion.RETURNED, send=True) if sheets else Written()


def _words(week: Week, rows: list[Activity]) -> dict[str, str]:
    """What the gaps stand for: one activity with its points, or the first few of many."""
    names = listed(row.name for row in rows[:NAMED])
    if len(rows) > NAMED:
        names = _("%(names)s等 %(n)d 项") % {"names": names, "n": len(rows)}
    reasons = list(dict.fromkeys(row.state_reason for row in rows if row.state_reason))
    slug = {"week_slug": week.slug}
    link = (
        site_address("activities:activity", **slug, code=rows[0].code)
        if len(rows) == 1
        else f"{site_address('activities:list', **slug)}?state={ActivityState.RETURNED}"
    )
    return {"活动": names, "原因": "；".join(reasons[:NAMED]), "链接": link}


def return_objection(gate: SendingMessage) -> list[str]:
    """News of a return is old once the unit has handed in again."""
    if gate.week_id is None or gate.occasion != Occasion.RETURNED:
        return []
    state = Activity.objects.filter(uid=gate.about_uid).values_list("state", flat=True).first()
    return [_("活动已经改好再交了。")] if state not in (None, ActivityState.RETURNED) else []
