"""One released session in plain words: the only thing that the writers of this package know."""

from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils.translation import gettext as _

from sciweek.activities.states import Mode


@dataclass(frozen=True, slots=True)
class ExportSession:
    """`number` is unique among sessions; `url` is absolute wherever the installation or the request knows its host.

    `release_number` and `changed_at` are of the release that last changed it; `latitude` and `longitude` are WGS-84.
    """

    number: int
    uid: UUID
    code: str
    name: str
    title: str
    kind: str
    kind_words: str
    track: str
    summary: str
    starts_at: datetime
    ends_at: datetime
    is_all_day: bool
    mode: str
    venue: str
    venue_uid: UUID | None
    room: str
    room_uid: UUID | None
    place: str
    address: str
    latitude: float | None
    longitude: float | None
    link: str
    speakers: tuple[str, ...]
    hosts: tuple[str, ...]
    entry_note: str
    note: str
    is_cancelled: bool
    reason: str
    url: str
    picture_url: str
    release_number: int
    changed_at: datetime
    # It takes place, and whoever has this calendar may yet get no seat.
    is_tentative: bool = False

    @property
    def full_name(self) -> str:
        return f"{self.name} · {self.title}" if self.title else self.name

    @property
    def is_online(self) -> bool:
        return self.mode == Mode.ONLINE

    @property
    def where(self) -> str:
        """Hall and house, or the place in words: unique, because venues' names are."""
        if self.venue:
            return f"{self.venue} · {self.room}" if self.room else self.venue
        return self.place or (_("线上") if self.is_online else "")

    @property
    def where_uid(self) -> UUID:
        """The same for the same place, today and next year."""
        return self.room_uid or self.venue_uid or uuid5(NAMESPACE_URL, f"place:{self.where}")

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """What a calendar or an app shows below the name."""
        hosts = _("主办：%(names)s") % {"names": "、".join(self.hosts)} if self.hosts else ""
        speakers = _("主讲：%(names)s") % {"names": "、".join(self.speakers)} if self.speakers else ""
        link = _("线上地址：%(link)s") % {"link": self.link} if self.link and not self.is_cancelled else ""
        parts = (self.reason, self.note, self.summary, speakers, hosts, self.entry_note, link)
        return tuple(part for part in parts if part)
