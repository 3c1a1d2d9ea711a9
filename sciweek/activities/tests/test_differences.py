import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciweek.activities.logic.differences import MOST_WORDS, Piece, differences


def marked(pieces: tuple[Piece, ...]) -> str:
    return "".join(f"[{piece.text}]" if piece.is_changed else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("old", "new", "left", "right"),
    [
        ("一滴水的九道关", "一滴水的十道关", "一滴水的[九]道关", "一滴水的[十]道关"),
        ("上午9:30开始", "上午10:00开始", "上午[9:30]开始", "上午[10:00]开始"),
        ("", "临江自来水厂", "", "[临江自来水厂]"),
        ("水厂", "水厂", "水厂", "水厂"),
        ("天文馆夜游", "Robot show", "[天文馆夜游]", "[Robot show]"),
        ("讲师玥喆堃🎈", "讲师玥喆🎈", "讲师玥喆[堃]🎈", "讲师玥喆🎈"),
    ],
)
def test_the_changed_words_are_marked_on_both_sides(old: str, new: str, left: str, right: str) -> None:
    before, after = differences(old, new)
    assert (marked(before), marked(after)) == (left, right)


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_pieces_put_together_are_the_texts(old: str, new: str) -> None:
    before, after = differences(old, new)
    assert "".join(piece.text for piece in before) == old
    assert "".join(piece.text for piece in after) == new


def test_very_long_texts_are_compared_by_their_ends() -> None:
    middle = "科" * MOST_WORDS
    before, after = differences(f"{middle}甲{middle}", f"{middle}乙乙{middle}")
    assert [piece.text for piece in before if piece.is_changed] == ["甲"]
    assert [piece.text for piece in after if piece.is_changed] == ["乙乙"]
    before, after = differences(middle, middle + middle)
    assert ("".join(piece.text for piece in after), len(before)) == (middle + middle, 1)
