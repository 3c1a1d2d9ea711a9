"""From the reader's JSON object to findings: one for each scalar, one for each item of a list."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sciweek.notice.logic.sheet import Span, merged
from sciweek.notice.logic.values import FIELDS, Value


@dataclass(frozen=True, slots=True)
class Draft:
    """A finding before it is a row."""

    pointer: str
    field: str
    value: Value
    evidence: list[list[int]]
    reason: str
    doubt: str


# Odd dates make every finding doubtful whose evidence they touch; a paragraph that stands twice makes none so.
DATE_ODDITIES = frozenset(
    {"weekday_mismatch", "impossible_date", "deadline_before_issue", "end_before_start"}
)
DATED = frozenset({"issued_on", "week_start", "week_end", "activities", "deadlines"})


def findings(reading: Mapping[str, Any], text: str, *, doubt_all: str = "") -> list[Draft]:
    """All findings of a reading in the order in which their evidence stands in the text.

    `doubt_all` is said of every finding (text that was recognised from a picture).
    """
    evidence = _gathered(reading.get("evidence", {}))
    reasons = _gathered(reading.get("reasons", {}))
    doubts: dict[str, list[str]] = {}
    for doubt in reading.get("doubts", []):
        doubts.setdefault(_root(doubt["pointer"]), []).append(doubt["message"])
    drafts = []
    for pointer, field, value in _values(reading):
        spans = [span for found in evidence.get(pointer, []) for span in found]
        odd = _odd_dates(reading, spans) if field in DATED else []
        said = doubts.get(pointer, []) + odd + ([doubt_all] if doubt_all else [])
        drafts.append(
            Draft(
                pointer,
                field,
                value,
                merged(spans, text),
                "；".join(dict.fromkeys(reasons.get(pointer, [])))[:300],
                "；".join(dict.fromkeys(said)),
            )
        )
    return sorted(drafts, key=lambda draft: draft.evidence[0][0] if draft.evidence else len(text))


def _values(reading: Mapping[str, Any]) -> Iterator[tuple[str, str, Value]]:
    for field, kind in FIELDS.items():
        found = reading.get(field)
        if kind.is_list:
            for position, item in enumerate(found or []):
                yield f"/{field}/{position}", field, item
        elif found:
            yield f"/{field}", field, found


def _odd_dates(reading: Mapping[str, Any], spans: list[Any]) -> list[str]:
    return [
        warning["message"]
        for warning in reading.get("warnings", [])
        if warning["code"] in DATE_ODDITIES
        and any(start < last and end > first for first, last in warning["spans"] for start, end in spans)
    ]


def _root(pointer: str) -> str:
    """The pointer of the finding that a deeper pointer belongs to: /deadlines/0/due → /deadlines/0."""
    parts = pointer.split("/")
    kind = FIELDS.get(parts[1]) if len(parts) > 1 else None
    return "/".join(parts[:3] if kind and kind.is_list else parts[:2])


def _gathered(by_pointer: Mapping[str, Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for pointer, thing in by_pointer.items():
        found.setdefault(_root(pointer), []).append(thing)
    return found


def places_of(reading: Mapping[str, Any]) -> dict[str, list[Span]]:
    """Evidence by field, for the shape of the paper."""
    places: dict[str, list[Span]] = {}
    for pointer, spans in reading.get("evidence", {}).items():
        places.setdefault(pointer.split("/")[1], []).extend((start, end) for start, end in spans)
    return places
