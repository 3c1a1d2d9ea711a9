"""One text for many units: filled for each of them, judged before anything is written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from sciweek.base.actor import Actor
from sciweek.base.text import clean, clean_lines
from sciweek.committee.models import Unit
from sciweek.post.actions.writing import Sheet, Written, text_problems, write_messages
from sciweek.post.logic.wording import FIELDS_OF, GAP, Text, filled, unknown_field
from sciweek.post.models import Group
from sciweek.post.queries import Recipient, common_values, contact_line, recipients
from sciweek.post.states import ROBOTS, ChannelKind, Occasion
from sciweek.week.models import Week


@dataclass(frozen=True, slots=True)
class Composition:
    """What would be written: a sheet for each recipient; the units nobody can be reached at; what is wrong."""

    sheets: list[Sheet] = field(default_factory=list)
    without: list[Unit] = field(default_factory=list)
    problems: dict[str, str] = field(default_factory=dict)


def compose(
    week: Week,
    units: Iterable[Unit],
    text: Text,
    *,
    channel: str,
    group: Group | None = None,
    copy_rest: bool = True,
    occasion: str = Occasion.GENERAL,
    values: Mapping[str, str] | None = None,
) -> Composition:
    """Fill the text for every recipient. Writes nothing.

    A robot's group gets the text once, so that a group of many units knows no gap for one. With `copy_rest` the units
    without an address get a text to copy.
    """
    chosen = list(units)
    text = Text(clean(text.subject), clean_lines(text.body))
    whole_group = group is not None and group.unit is None
    made = Composition(problems=_problems(text, occasion, whole_group))
    if channel in ROBOTS and (group is None or group.kind != channel):
        made.problems["channel"] = _("请选一个群。")
    elif channel not in (ChannelKind.EMAIL, ChannelKind.SMS, ChannelKind.COPY, *ROBOTS):
        made.problems["channel"] = _("请选用什么方式发。")
    elif not chosen and group is None:
        made.problems["units"] = _("请至少选一个单位。")
    if made.problems:
        return made
    ways: list[tuple[str, Recipient]]
    if group is not None:
        ways = [(channel, Recipient(group.name, group=group, unit=group.unit))]
    else:
        found, without = recipients(chosen, channel)
        ways = [(channel, one) for one in found]
        if copy_rest:
            ways += [(ChannelKind.COPY.value, Recipient(unit.name, unit=unit)) for unit in without]
        made.without.extend(without)
    if not ways:
        made.problems["units"] = _("选的单位都没有这种联系方式。换一种方式，或者写好文字自己复制到群里。")
    contact = contact_line()
    for kind, to in ways:
        gaps = common_values(week, to.unit, contact) | dict(values or {})
        sheet = Sheet(kind, to, filled(text.subject, gaps), filled(text.body, gaps))
        made.problems.update(text_problems(kind, sheet.subject, sheet.body))
        made.sheets.append(sheet)
    return made


# Of one unit: a group of many has none of them.
UNIT_GAPS = ("单位", "简称")


def _problems(text: Text, occasion: str, whole_group: bool) -> dict[str, str]:
    allowed = FIELDS_OF[occasion]
    found = {"subject": unknown_field(text.subject, allowed), "body": unknown_field(text.body, allowed)}
    for name, words in (("subject", text.subject), ("body", text.body)):
        gap = next((one for one in UNIT_GAPS if f"{{{one}}}" in words), "")
        if whole_group and gap and not found[name]:
            found[name] = _("群里只发一条，“{%(gap)s}”没有可填的单位。请换成“各单位”一类的话。") % {
                "gap": gap
            }
    if not found["body"] and not any(sign.isalnum() for sign in GAP.sub("", text.body)):
        found["body"] = _("除了自动填的项，还没有写要说的话。") if text.body else _("请写正文。")
    return {name: why for name, why in found.items() if why}


def write_composition(actor: Actor, week: Week, made: Composition) -> Written:
    """Write the drafts of a composition; what was written before stays as it is."""
    return write_messages(actor, week, made.sheets)
