"""What every room's `api.py` shares: the door of an operation, the shapes of values, pages and problems.

An operation is a plain function under `Room.read` or `Room.write`: it fetches, calls the same action as the page and
answers with a typed row. Who comes in is found by the authentication that `config.api` installs.
"""

from sciweek.base.rest.paging import Asked, PageOf, page_of
from sciweek.base.rest.problems import Problem
from sciweek.base.rest.room import ApiRequest, Caller, Room
from sciweek.base.rest.rows import found_rows, narrowed, the_row
from sciweek.base.rest.values import (
    WHOLE,
    Body,
    Choice,
    Code,
    Day,
    Hour,
    Line,
    Moment,
    Names,
    Number,
    OnceKey,
    Out,
    Parts,
    Seen,
    Slug,
    Step,
    StepWithReason,
    Text,
    Words,
    local,
)

__all__ = [
    "WHOLE",
    "ApiRequest",
    "Asked",
    "Body",
    "Caller",
    "Choice",
    "Code",
    "Day",
    "Hour",
    "Line",
    "Moment",
    "Names",
    "Number",
    "OnceKey",
    "Out",
    "PageOf",
    "Parts",
    "Problem",
    "Room",
    "Seen",
    "Slug",
    "Step",
    "StepWithReason",
    "Text",
    "Words",
    "found_rows",
    "local",
    "narrowed",
    "page_of",
    "the_row",
]
