"""The papers of a visit as Word files: printed, put on the dashboard, given to the gatekeeper."""

from django.utils.translation import gettext as _

from sciweek.look.phrases import headed
from sciweek.outreach.logic.sheets import SlipSheet, StopSheet, TripSheet
from sciweek.papers.logic.alone import table_docx
from sciweek.papers.logic.blocks import Block, Column, FormBlock, Para, TableBlock

# Nothing is written into it by hand: low rows, so that a day stands on one page.
ROW = 0.7


def trip_docx(sheet: TripSheet) -> bytes:
    """行程单: the day at a glance, then each stop with whom to ring up."""
    return table_docx(sheet.title, tuple(_trip(sheet)))


def _trip(sheet: TripSheet) -> list[Block]:
    columns = (
        Column(_("站"), 0.6),
        Column(_("单位和地点"), 3.6, "left"),
        Column(_("出发"), 1.1),
        Column(_("到达布置"), 1.1),
        Column(_("开始"), 1.1),
        Column(_("结束"), 1.1),
        Column(_("联系人、电话"), 2.2, "left"),
    )
    lines = tuple(
        (
            str(one.number),
            f"{one.name}\n{one.where}",
            one.leave or "—",
            one.arrive,
            one.start,
            one.end,
            one.contact.replace("，", "\n").replace(", ", "\n"),
        )
        for one in sheet.stops
    )
    return [
        Para(sheet.day, indent=0, align="center"),
        FormBlock(tuple(((label, words),) for label, words in sheet.rows), least=ROW),
        TableBlock(
            columns, lines, title=_("各站时间"), note=_("出发时间按地图上的直线距离估算，请按路况提前。")
        ),
        *(block for one in sheet.stops for block in _stop(one)),
    ]


def _stop(one: StopSheet) -> list[Block]:
    rows = [
        (_("怎么到达"), one.way),
        (_("参加的人"), one.people),
        (_("对方有"), one.has),
        (_("对方没说有"), one.lacks),
        (_("说明"), one.note),
    ]
    said = tuple(((label, words),) for label, words in rows if words)
    name = _("第%(n)d站　%(name)s") % {"n": one.number, "name": one.name}
    return [FormBlock(said, title=name, least=ROW)] if said else []


def slip_docx(sheet: SlipSheet) -> bytes:
    """接待单: who comes, when, and what to prepare."""
    rows = tuple(((label, words),) for label, words in sheet.rows)
    blocks: tuple[Block, ...] = (
        Para(headed(sheet.unit, ""), indent=0),
        Para(_("贵单位申请的外出科普已经安排，请按下表准备。有变动请尽快联系带队人。")),
        FormBlock(rows),
    )
    return table_docx(sheet.title, blocks)
