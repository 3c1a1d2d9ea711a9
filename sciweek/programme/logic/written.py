"""Hours and days as people write them on a line: 14:00-15:30, 22:00-次日1:00, 5月25日."""

import re

SPAN = re.compile(
    r"(\d{1,2})[:：](\d{2})\s*(?:[-–—~～至到]|--)\s*(次日|第二天|next day)?\s*(\d{1,2})[:：](\d{2})",
    re.IGNORECASE,
)
DAY = re.compile(r"(?:(\d{4})\s*[-年/.])?\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})\s*日?")
