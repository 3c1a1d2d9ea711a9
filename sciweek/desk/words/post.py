"""Messages."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "post.message": _("消息"),
    "post.group": _("群机器人"),
    "post.webhook": _("程序接收地址"),
    "post.wording": _("消息模板"),
}

VERBS = {
    "add_group": _("加群机器人"),
    "add_webhook": _("加程序接收地址"),
    "add_wording": _("加消息模板"),
    "drop_wording": _("用回内置的消息模板"),
    "edit_group": _("改群机器人"),
    "edit_message": _("改消息"),
    "edit_webhook": _("改程序接收地址"),
    "edit_wording": _("改消息模板"),
    "forget_group": _("移走群机器人"),
    "pause_webhook": _("停用程序接收地址"),
    "send_message": _("发消息"),
    "set_quiet_hours": _("改免打扰时间"),
    "settle_message": _("确认消息的结果"),
    "test_webhook": _("试发给程序"),
    "tick_off_message": _("转发后打勾"),
    "withdraw_message": _("撤回消息"),
    "write_message": _("写消息"),
}

FIELDS = {
    "subject": _("标题"),
    "body": _("正文"),
    "secret": _("密钥"),
    "events": _("通知哪些事"),
    "starts": _("开始"),
    "ends": _("结束"),
    "next_try_at": _("发出时间"),
    "settled_at": _("办结时间"),
    "tries": _("发了几次"),
    "urgent_why": _("加急的原因"),
    "once_key": _("去重的标记"),
    "failing_since": _("从何时起送不到"),
    "paused_at": _("自动停用的时间"),
}
