"""What the app says: its words come with the page, so that they are in the page's language without a network too."""

from typing import Any

from django.utils.translation import gettext as _

from sciweek.door.states import Flag, How, Verdict


def app_words() -> dict[str, Any]:
    """Sentences by name; `{n}` and the like are filled in by the app."""
    return {
        "verdicts": {row.value: str(row.label) for row in Verdict},
        "flags": {row.value: str(row.label) for row in Flag},
        "hows": {row.value: str(row.label) for row in How},
        "advice": {
            Verdict.PROVISIONAL: _("票是真的，但名单里没有。可能是刚约的。先请进，联网后会核对。"),
            Verdict.ALREADY: _("这张票的人都到了。如果人真的更多，可以点人数放行，办公室会看到。"),
            Verdict.OLD: _("预约改过，这是改之前的票。请对方打开新票，或者查找姓名。"),
            Verdict.CANCELLED: _("这个预约取消了，或者还在候补。有空位时可以按“直接来”点人数。"),
            Verdict.OTHER_SESSION: _("请到这一场的门口：{other}"),
            Verdict.ELSEWHERE: _("票是真的，但不是这几场的，可能是别处或往届的。"),
            Verdict.EXPIRED: _("票的有效时间已过。"),
            Verdict.FORGED: _("没有认出有效的签名。请对方打开预约页上的二维码，或者查找姓名。"),
        },
        "party": _("{name} {people} 人"),
        "came_of": _("已到 {arrived}，共 {people} 人"),
        "let_in": _("放行 {n} 人"),
        "let_in_anyway": _("仍然放行 {n} 人"),
        "done_in": _("已放行 {n} 人"),
        "undone": _("已撤回"),
        "waiting": _("{n} 条待上传"),
        "all_sent": _("都已上传"),
        "offline": _("没有网络，先记在手机里"),
        "online": _("在线"),
        "stale": _("名单是 {time} 的"),
        "clock_ahead": _("手机快了 {n} 分钟，已按准确时间计算"),
        "clock_behind": _("手机慢了 {n} 分钟，已按准确时间计算"),
        "of_capacity": _("最多 {n} 人"),
        "over_capacity": _("超出 {n} 人"),
        "full": _("已满"),
        "no_capacity": _("没有写最多多少人"),
        "found_none": _("没有找到。核对一下名字最后的字、手机后四位，或预约码。"),
        "found_many": _("还有 {n} 个，请多写几个字"),
        "no_camera": _("这里不能直接用摄像头，请用“拍照识码”。"),
        "camera_refused": _("浏览器没有允许使用摄像头。可以在浏览器设置里允许，或用“拍照识码”。"),
        "nothing_read": _("照片里没有认出二维码，请靠近一点再拍。"),
        "ended": _("场次已结束，名单已从手机里删除。"),
        "closed": _("这个链接已经失效，名单已从手机里删除。"),
        "left": _("名单已从手机里删除。要再用，请重新打开链接。"),
        "left_waiting": _("还有 {n} 条没有上传，退出会丢掉它们。"),
        "no_list": _("手机里还没有名单。请联网后打开一次。"),
        "refused_lines": _("有 {n} 条没有被收下，请告诉办公室。"),
        "doubtful": _("待核对：{why}"),
        "provisional": _("还没有核对"),
        "kept_here": _("先记在手机里，还没有上传"),
        "walked_in": _("直接来的 {n} 人"),
        "called_off": _("已取消"),
    }
