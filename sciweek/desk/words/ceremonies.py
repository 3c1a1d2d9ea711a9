"""Ceremonies."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "ceremonies.ceremony": _("仪式"),
    "ceremonies.slip": _("参会回执"),
    "ceremonies.guest": _("来宾"),
    "ceremonies.item": _("议程的一项"),
    "ceremonies.seat": _("座位"),
}

VERBS = {
    "add_ceremony": _("建仪式"),
    "edit_ceremony": _("修改仪式"),
    "drop_ceremony": _("去掉仪式"),
    "release_order": _("给单位看议程"),
    "hold_order_back": _("收回议程"),
    "hand_out_places": _("分名额"),
    "fill_slip": _("报回执"),
    "add_guest": _("加一位来宾"),
    "add_item": _("加一项议程"),
    "edit_item": _("修改一项议程"),
    "move_item": _("挪动一项议程"),
    "drop_item": _("去掉一项议程"),
    "set_hall": _("定会场座位"),
    "rank_guests": _("排领导次序"),
    "seat_guests": _("排座次"),
    "put_guest": _("安排座位"),
    "swap_seats": _("对调座位"),
    "free_seats": _("空出座位"),
}

FIELDS = {
    "takes_late": _("过期也收"),
    "assemble_at": _("集合时间"),
    "dress": _("着装"),
    "is_released": _("给单位看"),
    "places": _("名额"),
    "coming": _("参加人数"),
    "seated": _("已有座位"),
    "minutes": _("时长"),
    "who": _("谁来"),
    "prepares": _("谁准备"),
    "materials": _("材料"),
    "rows": _("台下几排"),
    "seats": _("每排几座"),
    "stage_seats": _("主席台几座"),
    "aisles": _("过道"),
    "front_rows": _("坐领导的排"),
    "kept_rows": _("空着的排"),
    "hand": _("2 号坐在哪边"),
    "numbering": _("座位编号"),
    "on_stage": _("上主席台"),
    "rank": _("次序"),
    "is_fixed": _("手动放的"),
    "ceremonies.item.what": _("做什么"),
    "ceremonies.ceremony.reply_by": _("回执期限"),
}
