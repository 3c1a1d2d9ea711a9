"""What the reader finds: values with their evidence, and the reading they are put together into."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from sciweek.notice.logic.source import Source, Span


@dataclass(frozen=True, slots=True)
class Found[T]:
    """A value with the ranges of the text it stands in and what made the reader believe it."""

    value: T
    spans: tuple[Span, ...]
    reason: str
    doubt: str | None = None


def quoted(source: Source, start: int, end: int, reason: str, doubt: str | None = None) -> Found[str]:
    """What stands at view[start:end], as the text has it."""
    return Found(source.say(start, end), (source.span(start, end),), reason, doubt)


type Text = Found[str] | None
type Texts = tuple[Found[str], ...]


@dataclass(slots=True)
class BasisFinding:
    title: Text = None
    doc_no: Text = None


@dataclass(slots=True)
class DirectionFinding:
    heading: Text = None
    text: Text = None


@dataclass(slots=True)
class ActivityFinding:
    name: Text = None
    kind: Text = None
    starts_on: Text = None
    ends_on: Text = None
    time: Text = None
    place: Text = None
    hosts: Texts = ()
    organisers: Texts = ()
    co_organisers: Texts = ()
    source: str = "main"


@dataclass(slots=True)
class DeadlineFinding:
    due: Text = None
    time: Text = None
    opens_on: Text = None
    what: Text = None
    to: Text = None


@dataclass(slots=True)
class ContactFinding:
    office: Text = None
    person: Text = None
    phone: Text = None
    email: Text = None


@dataclass(frozen=True, slots=True)
class Basis:
    title: str | None
    doc_no: str | None


@dataclass(frozen=True, slots=True)
class Direction:
    heading: str | None
    text: str | None


@dataclass(frozen=True, slots=True)
class Activity:
    name: str | None
    kind: str | None
    starts_on: str | None
    ends_on: str | None
    time: str | None
    place: str | None
    hosts: list[str]
    organisers: list[str]
    co_organisers: list[str]
    source: str


@dataclass(frozen=True, slots=True)
class Deadline:
    due: str | None
    time: str | None
    opens_on: str | None
    what: str | None
    to: str | None


@dataclass(frozen=True, slots=True)
class Contact:
    office: str | None
    person: str | None
    phone: str | None
    email: str | None


@dataclass(frozen=True, slots=True)
class Doubt:
    """What should be looked at by a person: `pointer` is the JSON pointer of the finding."""

    pointer: str
    message: str


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something odd in the text, with the ranges where it stands; `code` is stable, `message` is Chinese."""

    code: str
    message: str
    spans: list[Span]


@dataclass(slots=True)
class Reading:
    """A notice as read. Dates are ISO strings; what the text does not say is None or an empty list."""

    text: str
    title: str | None = None
    doc_no: str | None = None
    issued_on: str | None = None
    issuers: list[str] = field(default_factory=list)
    addressees: list[str] = field(default_factory=list)
    basis: list[Basis] = field(default_factory=list)
    week_start: str | None = None
    week_end: str | None = None
    theme: str | None = None
    directions: list[Direction] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)
    requirements: list[str] = field(default_factory=list)
    deadlines: list[Deadline] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    evidence: dict[str, list[Span]] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    warnings: list[Oddity] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """The JSON object of `reading.schema.json`."""
        out = asdict(self)
        out["evidence"] = {
            pointer: [list(span) for span in spans] for pointer, spans in self.evidence.items()
        }
        for warning in out["warnings"]:
            warning["spans"] = [list(span) for span in warning["spans"]]
        return out

    def put(self, pointer: str, found: Found[str]) -> str:
        """Notes evidence, reason and doubt of a value under its pointer, and hands the value back."""
        self.evidence[pointer] = sorted(set(found.spans))
        self.reasons[pointer] = found.reason
        if found.doubt:
            self.doubts.append(Doubt(pointer, found.doubt))
        return found.value

    def put_scalar(self, name: str, found: Text) -> None:
        if found is not None:
            setattr(self, name, self.put(f"/{name}", found))

    def put_texts(self, name: str, found: Iterable[Found[str]]) -> None:
        setattr(self, name, [self.put(f"/{name}/{i}", one) for i, one in enumerate(found)])

    def put_records[F](self, name: str, kind: type, found: Iterable[F]) -> None:
        """Fills a list of records from findings whose fields have the same names."""
        records = []
        for i, finding in enumerate(found):
            values: dict[str, object] = {}
            for part in fields(kind):
                value = getattr(finding, part.name)
                at = f"/{name}/{i}/{part.name}"
                if isinstance(value, Found):
                    values[part.name] = self.put(at, value)
                elif isinstance(value, tuple):
                    values[part.name] = [self.put(f"{at}/{j}", one) for j, one in enumerate(value)]
                else:
                    values[part.name] = value
            records.append(kind(**values))
        setattr(self, name, records)
