"""The figures of GB/T 9704-2012. Lengths in twips (1/20 pt) where Word takes twips, else in points."""

FANGSONG, KAITI, HEITI, XIAOBIAOSONG, SONGTI = "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体", "宋体"

SIZE_2, SIZE_3, SIZE_4 = 22.0, 16.0, 14.0
"""二号, 三号, 四号 in points."""
CELL_SIZE = 12.0
"""小四: tables are not held to the grid."""

PITCH = 28.95
"""Exact distance of lines: 22 of them fill 225 mm, a 23rd finds no room."""
CLOSER = -0.25
"""What is taken from the distance of characters: 28 of 16 pt, 448 pt, are to fill 156 mm, 442.2 pt."""
CHARACTER = SIZE_3 + CLOSER

LINES, CHARACTERS = 22, 28

RED = "E60012"
"""Y80 M80 on screens."""


def mm(millimetres: float) -> int:
    """Millimetres in twips."""
    return round(millimetres * 1440 / 25.4)


def chars(count: float) -> int:
    """Characters of the text's size in twips."""
    return round(count * CHARACTER * 20)


PAGE = (mm(210), mm(297))
TOP, RIGHT, BOTTOM, LEFT = mm(37), mm(26), mm(35), mm(28)
TEXT_WIDTH = mm(156)
TEXT_HEIGHT = mm(225)
HEAD_DROP = mm(35)
"""From the top of the text area to the red head."""
LETTER_DROP = mm(30)
"""A letter's head, from the top of the page."""
LETTER_RULE = mm(170)
