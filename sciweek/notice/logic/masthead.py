"""What head and foot of a notice say."""

import datetime as dt
from dataclasses import dataclass, field

from sciweek.notice.logic.dates import Calendar
from sciweek.notice.logic.findings import BasisFinding, Text, Texts
from sciweek.notice.logic.source import Span


@dataclass(slots=True)
class Head:
    """What head and foot of the notice say, and where its body begins and ends (paragraph indexes)."""

    title: Text = None
    doc_no: Text = None
    issued_on: Text = None
    posted: dt.date | None = None
    issuers: Texts = ()
    addressees: Texts = ()
    basis: list[BasisFinding] = field(default_factory=list)
    body_from: int = 0
    head_paras: list[int] = field(default_factory=list)
    signature: list[int] = field(default_factory=list)
    impossible: list[tuple[str, Span]] = field(default_factory=list)
    calendar: Calendar = field(default_factory=Calendar)
