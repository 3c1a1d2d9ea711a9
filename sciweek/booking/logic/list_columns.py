"""The columns of a session's list of bookings, and of the list for its door."""

from sciweek.sheets.logic.columns import Column

# What is written for readers of the file stays Chinese, whatever language the page is in.
CODE = Column("code", "预约码", width=12)
BANDS = (
    Column("adults", "大人", kind="number", width=7),
    Column("teens", "14–17岁", kind="number", width=8),
    Column("children", "6–13岁", kind="number", width=8),
    Column("small", "6岁以下", kind="number", width=8),
)
GROUP = (
    Column("school", "学校", width=22),
    Column("grade", "年级班级", width=14),
    Column("pupils", "学生", kind="number", width=7),
    Column("adults", "带队", kind="number", width=7),
)
WHO = (Column("name", "姓名", width=12), Column("phone", "电话", width=16))
REST = (
    Column("places", "席位", kind="number", width=7),
    Column("state", "状态", width=12),
    Column("made_at", "预约时间", kind="moment", width=20),
    Column("consent", "监护人同意", width=12),
    Column("photo", "照片", width=8),
    Column("arrived", "到场", kind="number", width=7),
    Column("reason", "原因", width=20),
)
DOOR = (
    CODE,
    Column("name", "称呼", width=12),
    Column("last4", "手机末四位", width=12),
    Column("places", "席位", kind="number", width=8),
    Column("came", "到了几人", width=12),
)
# Widths on paper, as shares of the text.
DOOR_SHARES = (1.4, 1.3, 1.2, 0.8, 1.3)


def columns_of(*, is_group: bool, questions: tuple[tuple[str, str], ...]) -> tuple[Column, ...]:
    """The whole list's columns; each question of the host, as (key, words), is one of its own."""
    asked = tuple(Column(f"answer_{key}", label, width=18) for key, label in questions)
    return (CODE, *WHO, *(GROUP if is_group else BANDS), *REST, *asked)
