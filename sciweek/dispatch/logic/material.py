"""What papers are made of: the week's data as plain values, gathered once."""

from dataclasses import dataclass
from datetime import date, datetime, time


@dataclass(frozen=True, slots=True)
class Body:
    """A committee body: its full name (the red head) and the one that running text uses."""

    name: str
    short_name: str


@dataclass(frozen=True, slots=True)
class Party:
    """A unit that takes part. `is_all`: every unit of its kind takes part."""

    id: int
    name: str
    kind: str
    posts: tuple[str, ...] = ()
    is_all: bool = True


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """A line of the committee's own programme."""

    name: str
    starts_on: date | None = None
    ends_on: date | None = None
    runs_all_year: bool = False
    place: str = ""
    hosts: tuple[str, ...] = ()
    organisers: tuple[str, ...] = ()
    co_organisers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """One activity as tables print it; moments are on the clock of the week's zone."""

    name: str
    series: str
    kind: str
    unit: str
    starts_at: datetime | None
    ends_at: datetime | None
    is_all_day: bool = False
    mode: str = ""
    place: str = ""
    address: str = ""
    link: str = ""
    hosts: tuple[str, ...] = ()
    organisers: tuple[str, ...] = ()
    co_organisers: tuple[str, ...] = ()
    audience: str = ""
    expected: int | None = None
    entry_note: str = ""
    summary: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    is_public: bool = False


@dataclass(frozen=True, slots=True)
class DutyLine:
    """What is due when, from whom, to whom. `owing`: ids of units that have not handed in."""

    what: str
    due_on: date
    due_time: time | None = None
    opens_on: date | None = None
    receiver: str = ""
    note: str = ""
    units: tuple[int, ...] = ()
    owing: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ContactLine:
    """A line of 联系方式."""

    office: str
    person: str
    phone: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody at a unit: for the office's own list."""

    unit: str
    role: str
    name: str
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """The week in plain values. `today` is the local day on which the paper is written."""

    title: str
    region: str
    region_word: str
    today: date
    starts_on: date
    ends_on: date
    theme: str = ""
    parent_body: str = ""
    office: str = ""
    bodies: tuple[Body, ...] = ()
    parties: tuple[Party, ...] = ()
    directions: tuple[tuple[str, str], ...] = ()
    basis: tuple[tuple[str, str], ...] = ()
    series: tuple[SeriesLine, ...] = ()
    activities: tuple[ActivityLine, ...] = ()
    duties: tuple[DutyLine, ...] = ()
    contacts: tuple[ContactLine, ...] = ()
    people: tuple[PersonLine, ...] = ()

    @property
    def year(self) -> int:
        return self.starts_on.year

    @property
    def edition(self) -> str:
        """The week's title; it begins with its year."""
        return self.title if str(self.year) in self.title else f"{self.year}年{self.title}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the office has settled for one paper. Empty values take what the kind usually has."""

    kind: str
    title: str = ""
    issuers: tuple[str, ...] = ()
    addressees: str = ""
    doc_mark: str = ""
    signer: str = ""
    annexes: tuple[str, ...] = ()
    labels_plan: bool = True
    copies_to: str = ""
    reply_by: date | None = None
    unit_id: int | None = None
    corrects: str = ""
