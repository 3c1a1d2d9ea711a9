"""Visits to schools and communities."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "outreach.outing": _("外出项目"),
    "outreach.outingday": _("外出项目能去的日子"),
    "outreach.wish": _("外出科普申请"),
    "outreach.visit": _("外出安排"),
}

VERBS = {
    "add_outing": _("写外出项目"),
    "add_outing_day": _("写能去的日子"),
    "add_visit": _("安排外出"),
    "ask_again": _("重新申请"),
    "ask_visit": _("申请来一场"),
    "assign_visit": _("安排申请"),
    "count_visit": _("记实到人数"),
    "decline_wish": _("婉拒申请"),
    "drop_outing_day": _("去掉能去的日子"),
    "edit_outing": _("修改外出项目"),
    "edit_outing_day": _("改能去几次"),
    "edit_wish": _("修改申请"),
    "finish_visit": _("记下已去过"),
    "move_visit": _("改外出安排"),
    "reconsider_wish": _("收回婉拒"),
    "renew_links": _("换掉司机链接"),
    "reopen_visit": _("改回还没去"),
    "retire_outing": _("停掉外出项目"),
    "take_back_outing": _("恢复外出项目"),
    "take_back_visit": _("取消外出安排"),
    "withdraw_wish": _("撤回申请"),
}

FIELDS = {
    "length_minutes": _("一次多长"),
    "setup_minutes": _("布置时间"),
    "needs": _("要准备的"),
    "needs_note": _("其他要求"),
    "audience_note": _("年级、年龄"),
    "largest_audience": _("一次最多"),
    "visits_a_day": _("一天最多去几次"),
    "crews": _("能派几队"),
    "crew": _("第几队"),
    "reach": _("去哪些街道"),
    "base": _("出发地"),
    "link_turn": _("司机链接换过几次"),
    "outing": _("外出项目"),
    "days": _("想要的日子"),
    "day": _("占用的日子"),
    "visits": _("能去几次"),
    "start_time": _("几点起"),
    "end_time": _("到几点"),
    "people": _("人数"),
    "people_note": _("哪些人"),
    "has": _("有什么条件"),
    "leader_name": _("带队人"),
    "plate": _("车牌"),
    "plate_digest": _("车牌"),
    "came": _("实到人数"),
}
