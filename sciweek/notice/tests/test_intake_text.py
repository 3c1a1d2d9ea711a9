"""Plain text and web pages: encodings, what is text at all, what is the article."""

import pytest

from sciweek.notice.logic.intake import Extracted, Unreadable, extract, from_pasted

from .intake_samples import NOTICE, TRADITIONAL


def codes(found: Extracted) -> set[str]:
    return {remark.code for remark in found.remarks}


def code_of(data: bytes, filename: str = "") -> str:
    with pytest.raises(Unreadable) as refusal:
        extract(data, filename)
    return refusal.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_text_that_says_its_encoding_needs_no_remark(encoding: str) -> None:
    found = extract(NOTICE.encode(encoding), "通知.txt")
    assert (found.text, found.media, found.remarks) == (NOTICE, "txt", ())


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "utf-16-le", "utf-16-be"])
def test_a_guessed_encoding_is_right_and_remarked(encoding: str) -> None:
    found = extract(NOTICE.encode(encoding))
    assert found.text == NOTICE
    assert codes(found) == {"encoding_guessed"}


def test_a_short_text_in_gb18030_is_still_recognised() -> None:
    assert extract("关于举办科技活动周的通知".encode("gb18030")).text == "关于举办科技活动周的通知"


def test_traditional_characters_in_big5_and_in_utf_8_stay_traditional() -> None:
    big5 = TRADITIONAL.encode("big5hkscs", "ignore")
    found = extract(big5)
    assert found.text == big5.decode("big5hkscs")
    assert [str(remark) for remark in found.remarks if "Big5" in str(remark)]
    assert extract(TRADITIONAL.encode()).text == TRADITIONAL


def test_text_read_once_in_the_wrong_encoding_is_restored_only_when_nothing_was_lost() -> None:
    twice = NOTICE.encode().decode("latin-1").encode()
    assert extract(twice).text == NOTICE
    assert codes(extract(twice)) == {"mojibake_repaired"}


@pytest.mark.parametrize(
    "garbled",
    [
        NOTICE.encode().decode("gb18030", "replace"),
        NOTICE.encode("gb18030").decode("utf-8", "replace"),
        NOTICE.encode("gb18030").decode("latin-1"),
    ],
)
def test_text_that_lost_its_characters_is_refused_as_garbled(garbled: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        extract(garbled.encode())
    assert refusal.value.code == "broken"
    assert "乱码" in str(refusal.value)


def test_a_text_cut_inside_a_character_is_read_with_a_remark() -> None:
    found = extract(NOTICE.encode()[:-1])
    assert found.text == NOTICE[:-1]
    assert codes(found) == {"cut_off"}


def test_a_few_damaged_bytes_do_not_spoil_the_rest() -> None:
    data = NOTICE.encode("gb18030")
    found = extract(data[:41] + b"\xff" + data[41:])
    assert codes(found) >= {"undecodable_removed"}
    assert "科技就在身边" in found.text


def test_english_text_is_text() -> None:
    assert (
        extract(b"Notice of the Science Week\r\nfrom 24 May").text
        == "Notice of the Science Week\nfrom 24 May"
    )


def test_only_what_cannot_be_seen_is_removed_and_each_kind_is_remarked() -> None:
    found = extract(
        "5月\u202e24\u202c日\x00\x07\u200b，　Ａ１  末尾 \r\n\x0c第二行\u2028第三行\ufeff".encode()
    )
    assert found.text == "5月24日，　Ａ１  末尾 \n\n第二行\n第三行"
    assert codes(found) == {"control_removed", "direction_removed", "invisible_removed"}
    assert {remark.params["count"] for remark in found.remarks} == {2}


@pytest.mark.parametrize(
    "junk",
    [bytes(range(256)) * 40, b"\x7fELF" + bytes(500), b"ab\0\1\2\3" * 300, "\x01通知\x02".encode() * 50],
)
def test_binary_junk_is_refused(junk: bytes) -> None:
    assert code_of(junk, "通知.txt") == "unknown_format"


def test_blank_text_is_no_text() -> None:
    assert code_of(" \r\n\t　\ufeff".encode()) == "no_text"
    assert code_of("\u200b\u200b".encode()) == "no_text"


def test_pasted_text_is_cleaned_like_a_file() -> None:
    assert from_pasted("一\r\n二\u200e").text == "一\n二"
    with pytest.raises(Unreadable) as refusal:
        from_pasted(" \n")
    assert refusal.value.code == "empty"


# Web pages


def test_a_page_becomes_lines_and_rows() -> None:
    page = """<html><head><title>站名</title><style>p{}</style></head><body><script>var a=1</script>
    <p>关于举办<b>科技</b>活动周的
    通知</p><p>第一行<br>第二行</p>
    <table><tr><th>日期</th><th>活动</th></tr><tr><td>5月24日</td><td><p>启动</p><p>仪式</p></td></tr></table>
    <div style="display:none">隐藏</div><p>联系人：林&nbsp;工</p></body></html>"""
    found = extract(page.encode(), "a.html")
    assert found.media == "html"
    assert found.text.split("\n") == [
        "关于举办科技活动周的 通知",
        "第一行",
        "第二行",
        "日期 | 活动",
        "5月24日 | 启动 仪式",
        "联系人：林\u00a0工",
    ]


@pytest.mark.parametrize(("charset", "codec"), [("gb2312", "gb18030"), ("big5", "big5"), ("utf-8", "utf-8")])
def test_the_charset_that_a_page_names_is_believed(charset: str, codec: str) -> None:
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"></head><p>科技活</p></html>'
    found = extract(page.encode(codec))
    assert (found.text, found.remarks) == ("科技活", ())


def test_the_article_of_a_government_page_is_taken_with_its_heading() -> None:
    sentence = "<p>各单位要高度重视，加强领导，精心组织，落实责任，确保活动周取得实效。</p>"
    page = (
        "<!DOCTYPE html><body><div class='nav'>首页 政务公开</div><h1>关于举办科技活动周的通知</h1>"
        f"<div>发布日期：2025-05-06</div><div id='zoom'>{sentence * 10}</div><div class='footer'>主办单位：区政府</div>"
    )
    found = extract(page.encode())
    assert found.text.split("\n")[0] == "关于举办科技活动周的通知"
    assert "首页" not in found.text
    assert "主办单位" not in found.text
    assert "title_from_page" in codes(found)


def test_a_page_without_a_marked_article_keeps_everything_but_navigation() -> None:
    found = extract(
        "<body><nav>首页</nav><div class='main-text'>通知正文</div><div>落款</div></body>".encode()
    )
    assert found.text == "通知正文\n落款"


def test_a_page_deeper_than_any_article_ends_quietly() -> None:
    assert code_of(b"<html>" + b"<div>" * 50_000) in {"no_text", "broken"}


def test_a_page_of_scripts_alone_has_no_text() -> None:
    assert code_of(b"<html><script>var notice = 'x'</script></html>") == "no_text"
