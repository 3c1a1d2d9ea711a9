"""The review page as one dataclass: the paper with its evidence, the findings by group, the counts."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sciweek.notice.logic.sheet import Line, Mark, leaves, paragraphs
from sciweek.notice.logic.values import FIELDS, GROUPS
from sciweek.notice.models import Finding, Notice
from sciweek.notice.queries.notices import places
from sciweek.notice.queries.said import in_page_language
from sciweek.notice.queries.wording import Words, words_of
from sciweek.notice.states import TAKEN, NoticeState, Verdict

QUOTED = 60  # signs of evidence that a row repeats where the paper is not beside it


@dataclass(frozen=True, slots=True)
class Row:
    """One finding as shown. `state`: taken, open, doubtful or rejected."""

    finding: Finding
    number: int
    state: str
    words: Words
    was: str = ""
    quote: str = ""

    @property
    def badge(self) -> str:
        return str(Verdict(self.finding.verdict).label)

    @property
    def doubt(self) -> str:
        return in_page_language(self.finding.doubt)

    @property
    def reason(self) -> str:
        return in_page_language(self.finding.reason)

    @property
    def is_done(self) -> bool:
        return self.state in ("taken", "rejected")

    @property
    def can_undo(self) -> bool:
        return self.finding.previous is not None or self.finding.verdict == Verdict.ADDED

    @property
    def can_accept(self) -> bool:
        return self.finding.verdict in (Verdict.OPEN, Verdict.REJECTED, Verdict.CORRECTED)


@dataclass(frozen=True, slots=True)
class Group:
    """Findings that stand together; `missing` names what the text does not say."""

    key: str
    label: str
    rows: list[Row]
    missing: list[tuple[str, str]]

    @property
    def is_settled(self) -> bool:
        return bool(self.rows) and not self.missing and all(row.state == "taken" for row in self.rows)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the office has come."""

    total: int
    done: int
    open: int
    doubtful: int


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on the rail: where in the text (thousandths of its length), whose, how it stands."""

    at: float
    number: int
    finding_id: int
    state: str


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something odd in the text, with the place to look at (an anchor), if it has one."""

    message: str
    anchor: str


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """Everything that the review page reads."""

    notice: Notice
    groups: list[Group]
    leaves: list[list[Line]]
    ticks: list[Tick]
    progress: Progress
    oddities: list[Oddity]
    remarks: list[str]
    selected: int | None

    @property
    def is_open(self) -> bool:
        return self.notice.state == NoticeState.REVIEW

    @property
    def length(self) -> int:
        return len(self.notice.text)


def state_of(finding: Finding) -> str:
    """How a finding stands, in one of four words."""
    if finding.verdict in TAKEN:
        return "taken"
    if finding.verdict == Verdict.REJECTED:
        return "rejected"
    return "doubtful" if finding.doubt else "open"


def row_of(finding: Finding, text: str) -> Row:
    """A finding as its row shows it; `text` is the notice's, for the quotation that a phone shows."""
    was = ""
    if finding.verdict == Verdict.CORRECTED:
        before = words_of(finding.field, finding.read_value)
        was = "　".join(part for part in (before.label, before.value, before.detail) if part)
    quote = ""
    if finding.evidence:
        start, end = finding.evidence[0]
        quote = text[start : min(end, start + QUOTED)] + ("…" if end > start + QUOTED else "")
    return Row(
        finding, finding.position, state_of(finding), words_of(finding.field, finding.value), was, quote
    )


def progress_of(findings: Sequence[Finding]) -> Progress:
    states = [state_of(finding) for finding in findings]
    left = states.count("open") + states.count("doubtful")
    return Progress(len(states), len(states) - left, states.count("open"), states.count("doubtful"))


def progress(notice: Notice) -> Progress:
    """The counts alone, for the answer to one verdict."""
    return progress_of(list(notice.findings.only("verdict", "doubt", "notice_id", "region_id")))


def review_sheet(notice: Notice, *, only: str = "") -> ReviewSheet:
    """The whole page in one query. `only`: show open or doubtful findings alone (the counts stay whole)."""
    findings = list(notice.findings.all())
    rows = [row_of(finding, notice.text) for finding in findings]
    marks = [Mark(start, end, row.number, row.state) for row in rows for start, end in row.finding.evidence]
    text = notice.text
    shown = [row for row in rows if not only or row.state == only]
    return ReviewSheet(
        notice=notice,
        groups=_groups(shown, {row.finding.field for row in rows if row.state != "rejected"}, notice, only),
        leaves=leaves(text, paragraphs(text, places(notice)), marks),
        ticks=[
            Tick(
                round(row.finding.evidence[0][0] * 1000 / max(1, len(text)), 1),
                row.number,
                row.finding.pk,
                row.state,
            )
            for row in rows
            if row.finding.evidence
        ],
        progress=progress_of(findings),
        oddities=_oddities(notice, rows),
        remarks=[_(remark["message"]).format(**remark.get("params", {})) for remark in notice.remarks],
        selected=notice.selected,
    )


def _groups(rows: Sequence[Row], present: set[str], notice: Notice, only: str) -> list[Group]:
    said_missing = [
        name for name in notice.reading.get("missing", []) if name in FIELDS and name not in present
    ]
    groups = []
    for key, label in GROUPS.items():
        mine = [row for row in rows if FIELDS[row.finding.field].group == key]
        missing = [
            (name, str(FIELDS[name].label)) for name in said_missing if FIELDS[name].group == key and not only
        ]
        if mine or missing:
            groups.append(Group(key, str(label), mine, missing))
    return groups


def _oddities(notice: Notice, rows: Sequence[Row]) -> list[Oddity]:
    """The reader's warnings; each leads to the finding on its place, else to its paragraph."""
    lines = paragraphs(notice.text)
    found = []
    for warning in notice.reading.get("warnings", []):
        anchor = ""
        if warning.get("spans"):
            start, end = warning["spans"][-1]
            hit = next((row for row in rows for a, b in row.finding.evidence if a < end and b > start), None)
            line = next((line for line in lines if line.end > start), None)
            anchor = f"e{hit.number}" if hit else f"p{line.start}" if line else ""
        found.append(Oddity(in_page_language(warning["message"]), anchor))
    return found
