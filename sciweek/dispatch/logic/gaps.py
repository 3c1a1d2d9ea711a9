"""What the week still lacks for a paper: said before it is drafted, with the page that fills it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciweek.dispatch.logic.letters import asked_parties
from sciweek.dispatch.logic.material import Material


@dataclass(frozen=True, slots=True)
class Gap:
    """`place` names the page that helps: committee, week, participants, duties, series, activities. `stops`: no
    paper can be drafted without it."""

    words: str
    place: str
    stops: bool = False


def gaps(material: Material, kind: str, unit_id: int | None = None) -> list[Gap]:
    """The gaps of a kind of paper (a letter may go to one unit), those that stop it first."""
    found = _common(material)
    match kind:
        case "notice" | "plan_notice":
            found += _of_notice(material)
        case "letter" if unit_id is not None and not asked_parties(material, unit_id):
            found.append(Gap(_("这个单位没有逾期，一周内也没有到期未交的，不用发函。"), "duties", stops=True))
        case "letter" if not asked_parties(material):
            found.append(Gap(_("没有单位逾期，一周内也没有到期未交的，不用发函。"), "duties", stops=True))
        case "report" if not material.parent_body:
            found.append(Gap(_("还没有写上级主管机关，报告没有主送机关。"), "week", stops=True))
    if kind in ("notice", "plan_notice", "letter") and not material.contacts:
        found.append(Gap(_("还没有写联系方式。"), "committee"))
    return sorted(found, key=lambda gap: not gap.stops)


def _common(material: Material) -> list[Gap]:
    if material.bodies:
        return []
    return [Gap(_("还没有写组委会成员单位，没有单位可以发文。"), "committee", stops=True)]


def _of_notice(material: Material) -> list[Gap]:
    found: list[Gap] = []
    if not material.parties:
        found.append(Gap(_("还没有列参加单位，没有主送机关。"), "participants", stops=True))
    if not material.theme:
        found.append(Gap(_("还没有写主题。"), "week"))
    if not material.office:
        found.append(Gap(_("还没有写组委会办公室设在哪里。"), "week"))
    if not material.directions:
        found.append(Gap(_("还没有主要内容，这一节会略去。"), "week"))
    if not material.series:
        found.append(Gap(_("还没有系列活动，“主要活动”一节会略去。"), "series"))
    if not material.duties:
        found.append(Gap(_("还没有要交的材料，“材料报送”一节会略去。"), "duties"))
    if late := [one for one in material.duties if one.due_on < material.today]:
        words = ngettext("有 %(n)d 件材料的截止日期已过。", "有 %(n)d 件材料的截止日期已过。", len(late))
        found.append(Gap(words % {"n": len(late)}, "duties"))
    if not material.basis:
        found.append(Gap(_("没有依据文件，开头不写“根据…”。"), "week"))
    return found
