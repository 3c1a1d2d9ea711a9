"""Shapes of values on the wire: strict, so that a slip of a program is said and not guessed at."""

import re
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from ninja import Header
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)
from pydantic_core import PydanticCustomError

from sciweek.base.clock import is_plausible

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})", re.ASCII)


def _written_day(value: Any) -> Any:
    """Dates are text and whole; pydantic would also take somebody's seconds since some year."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise PydanticCustomError("date", "Input should be a date like 2027-05-22")
    return value


def _written_moment(value: Any) -> Any:
    """RFC 3339. In an address a plus sign that nobody escaped has become a space."""
    text = value.replace(" ", "+") if isinstance(value, str) else ""
    if not _MOMENT.fullmatch(text):
        raise PydanticCustomError("moment", "Input should be a time with its zone, 2027-05-22T09:00:00+08:00")
    return text


def _plausible(value: date) -> date:
    """Near the ends of the calendar no zone can be reckoned with."""
    if not is_plausible(value):
        raise PydanticCustomError("implausible", "There is no such year")
    return value


def _whole(value: Any) -> Any:
    """JSON knows one kind of number: 3.0 is the whole number 3."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


# A moment carries its zone; answers give it in the zone of the edition.
Moment = Annotated[
    AwareDatetime,
    BeforeValidator(_written_moment),
    AfterValidator(_plausible),
    Field(strict=False, examples=["2027-05-22T09:00:00+08:00"]),
]
Day = Annotated[
    date,
    BeforeValidator(_written_day),
    AfterValidator(_plausible),
    Field(strict=False, examples=["2027-05-22"]),
]
# Wall-clock time of the edition's zone. No `format: time`: that one would ask for an offset.
Hour = Annotated[
    str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$"), Field(examples=["17:00"])
]
# The short public name of a row, as in its address on the pages; and that of an edition.
Code = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{1,8}$"), Field(examples=["ACDE4679"])]
Slug = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_-]{1,60}$"), Field(examples=["linjiang-2027"])]
# A word out of a list comes as text, also where everything else is strict.
Choice = Field(strict=False)
# Stands last in an `Annotated`: the schema keeps only the bounds that stand before it.
WHOLE = BeforeValidator(_whole)
Number = Annotated[int, Field(ge=0, le=2_147_483_647), WHOLE]
Words = Annotated[str, StringConstraints(max_length=100)]
Line = Annotated[str, StringConstraints(max_length=500)]
Text = Annotated[str, StringConstraints(max_length=20_000)]
Names = Annotated[list[Annotated[str, StringConstraints(max_length=200)]], Field(max_length=100)]
# The version that the caller saw; another one meanwhile is a conflict that carries both sides.
Seen = Number
# The same key twice acts once and answers with the first result.
OnceKey = Annotated[UUID | None, Header(alias="Idempotency-Key")]


class Body(BaseModel):
    """What comes in: unknown fields are refused, and nothing is taken for something that it is not."""

    model_config = ConfigDict(extra="forbid", strict=True)

    def given(self, *leave_out: str) -> dict[str, Any]:
        """The values that were sent, without those named and without `seen_version`."""
        hidden = {"seen_version", *leave_out}
        return {name: getattr(self, name) for name in self.model_fields_set if name not in hidden}


class Step(Body):
    """A step of a life cycle that needs no words."""

    seen_version: Seen | None = None


class StepWithReason(Step):
    """A step that needs a reason."""

    why: Text


class Parts(BaseModel):
    """The plain parts of a multipart form: all of them are text on the wire."""

    model_config = ConfigDict(extra="ignore")


class Out(BaseModel):
    """What goes out: exactly the fields that its schema names."""

    model_config = ConfigDict(extra="forbid")


def local(moment: datetime | None, zone: str) -> datetime | None:
    """A stored moment as the wall clock of the zone, with its offset."""
    return moment.astimezone(ZoneInfo(zone)) if moment is not None else None
