"""When a unit is reminded of what it owes. Days are counted in the zone of the week."""

DAYS_BEFORE, DAYS_AFTER = (3, 1), (1,)
FARTHEST = 60  # days
MOST_TIMES = 5


def read_days(text: str) -> tuple[int, ...]:
    """“3、1” → (3, 1), the farthest first, each once; empty for none. Raises ValueError for anything else."""
    for sign in "、，,；;":
        text = text.replace(sign, " ")
    words = text.split()
    if any(not (word.isascii() and word.isdigit()) for word in words):
        raise ValueError(text)
    days = tuple(sorted({int(word) for word in words}, reverse=True))
    if len(days) > MOST_TIMES or any(day > FARTHEST for day in days):
        raise ValueError(text)
    return days
