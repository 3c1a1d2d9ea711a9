"""What the name of a place tells of other places."""

from collections.abc import Sequence

# Shorter names (馆, 楼) are found in every other one.
TELLING = 3
# What follows the name of a venue and ends so is a room of it: 区图书馆古籍修复室.
ROOM_ENDS, ROOM_SIGNS = tuple("厅室堂场楼层廊馆"), range(2, 21)


def room_in(name: str, venues: Sequence[str]) -> tuple[str, str]:
    """The venue whose name it begins with, the longest one, and what follows; empty when that is no room."""
    before = max((one for one in venues if name.startswith(one) and name != one), key=len, default="")
    room = name.removeprefix(before).strip(" 的·-—")
    is_room = bool(before) and len(room) in ROOM_SIGNS and room.endswith(ROOM_ENDS)
    return (before, room) if is_room else ("", "")


def may_be_same(one: str, other: str) -> bool:
    """Whether one name holds the other, made `searchable`."""
    return min(len(one), len(other)) >= TELLING and (one in other or other in one)
