"""Shapes of values on the wire: strict, so that a slip of a program is said and not guessed at."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from ninja import Header
from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError


def _written(value: Any) -> Any:
    """Dates and times are text (ISO 8601); a number would be somebody's seconds since some year."""
    if value is None or isinstance(value, str | date | datetime | UUID):
        return value
    raise PydanticCustomError("not_text", "Input should be text")


def _whole_day(value: Any) -> Any:
    if isinstance(value, str) and len(value) != len("2027-05-22"):
        raise PydanticCustomError("date_from_datetime_parsing", "Input should be a date like 2027-05-22")
    return _written(value)


# A moment carries its zone; answers give it in the zone of the edition.
Moment = Annotated[
    AwareDatetime, BeforeValidator(_written), Field(strict=False, examples=["2027-05-22T09:00:00+08:00"])
]
Day = Annotated[date, BeforeValidator(_whole_day), Field(strict=False, examples=["2027-05-22"])]
# Wall-clock time of the edition's zone. No `format: time`: that one would ask for an offset.
Hour = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$"), Field(examples=["17:00"])]
# The short public name of a row, as in its address on the pages.
Code = Annotated[str, StringConstraints(min_length=1, max_length=8)]
Line = Annotated[str, StringConstraints(max_length=500)]
Text = Annotated[str, StringConstraints(max_length=20_000)]
Names = Annotated[list[Annotated[str, StringConstraints(max_length=200)]], Field(max_length=100)]
# The version that the caller saw; another one meanwhile is a conflict that carries both sides.
Seen = Annotated[int, Field(ge=0, le=2_147_483_647)]
# The same key twice acts once and answers with the first result.
OnceKey = Annotated[UUID | None, Header(alias="Idempotency-Key")]


class Body(BaseModel):
    """What comes in: unknown fields are refused, and nothing is taken for something that it is not."""

    model_config = ConfigDict(extra="forbid", strict=True)

    def given(self, *leave_out: str) -> dict[str, Any]:
        """The values that were sent, without those named and without `seen_version`."""
        hidden = {"seen_version", *leave_out}
        return {name: getattr(self, name) for name in self.model_fields_set if name not in hidden}


class Out(BaseModel):
    """What goes out: exactly the fields that its schema names."""

    model_config = ConfigDict(extra="forbid")


def local(moment: datetime | None, zone: str) -> datetime | None:
    """A stored moment as the wall clock of the zone, with its offset."""
    return moment.astimezone(ZoneInfo(zone)) if moment is not None else None
