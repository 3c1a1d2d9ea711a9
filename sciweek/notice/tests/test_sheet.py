from hypothesis import given
from hypothesis import strategies as st

from sciweek.notice.logic.masking import without_mobiles
from sciweek.notice.logic.sheet import Mark, Places, leaves, merged, paragraphs


def whole(text: str, marks: list[Mark]) -> list[str]:
    lines = [line for leaf in leaves(text, paragraphs(text), marks) for line in leaf]
    return ["".join(piece.text for piece in line.pieces) for line in lines]


spans = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8)


@given(st.text(alphabet="字周 \n。一、", max_size=60), spans)
def test_cutting_at_evidence_loses_no_sign(text: str, found: list[tuple[int, int]]) -> None:
    marks = [
        Mark(start, end, number, "open")
        for number, (start, end) in enumerate(found, 1)
        if start < end <= len(text)
    ]
    assert whole(text, marks) == [line.strip() for line in text.split("\n") if line.strip()]


@given(st.text(alphabet="字周\n", min_size=1, max_size=60), spans)
def test_every_number_begins_once_at_most(text: str, found: list[tuple[int, int]]) -> None:
    marks = [Mark(a, b, number, "open") for number, (a, b) in enumerate(found, 1) if a < b <= len(text)]
    begun = [
        mark.number
        for leaf in leaves(text, paragraphs(text), marks)
        for line in leaf
        for piece in line.pieces
        for mark in piece.begins
    ]
    assert len(begun) == len(set(begun))


def test_of_overlapping_evidence_the_shorter_lies_on_top() -> None:
    text = "请于4月30日前报送备案表"
    (leaf,) = leaves(text, paragraphs(text), [Mark(0, 12, 1, "taken"), Mark(2, 7, 2, "doubtful")])
    pieces = leaf[0].pieces
    assert [piece.text for piece in pieces] == ["请于", "4月30日", "前报送备案"[:5], "表"][: len(pieces)]
    assert pieces[1].numbers == "2 1"
    assert pieces[1].state == "doubtful"


def test_the_paper_tells_its_head_from_its_body() -> None:
    text = (
        "云川市科技局\n关于举办科技活动周的通知\n各街道：\n一、时间\n（一）地点\n正文。\n云川市科技局\n附件1"
    )
    title = (text.index("关于"), text.index("通知") + 2)
    issuers = [(0, 6), (text.rindex("云川"), text.rindex("云川") + 6)]
    salutation = [(text.index("各街道"), text.index("各街道") + 4)]
    found = paragraphs(text, Places(title=[title], issuers=issuers, salutation=salutation))
    kinds = [one.kind for one in found]
    assert kinds == ["centred", "title", "salutation", "chapter", "section", "body", "signature", "annex"]


def test_spans_with_only_a_comma_between_are_one() -> None:
    assert merged([(4, 6), (0, 3)], "一二三，四五六") == [[0, 6]]
    assert merged([(0, 2), (4, 6)], "一二三四五六") == [[0, 2], [4, 6]]


def test_mobile_numbers_are_masked_and_office_lines_are_not() -> None:
    text = "何工 13900000027，白工 139 0000 0027，+8613900000027，办公室 0890-6120027，账号 213900000027"
    masked = without_mobiles(text)
    assert (
        masked
        == "何工 139****0027，白工 139 **** 0027，+86139****0027，办公室 0890-6120027，账号 213900000027"
    )
    assert len(masked) == len(text)
