from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import QuerySet

from sciweek.base import scope
from sciweek.files.models import StoredFile
from sciweek.files.queries import files_of
from sciweek.notice.logic.masking import without_mobiles
from sciweek.notice.logic.reader import places_of
from sciweek.notice.logic.sheet import Line, Places, Span, leaves, paragraphs
from sciweek.notice.models import Notice
from sciweek.notice.states import NoticeRole, NoticeState
from sciweek.week.models import Week

HEAVY = ("text", "reading", "plan", "remarks")


def light(found: QuerySet[Notice]) -> QuerySet[Notice]:
    """For lists: without the text and what was read of it."""
    return found.defer(*HEAVY)


def notices_in_review() -> QuerySet[Notice]:
    """The region's papers that wait for somebody, newest first."""
    return light(Notice.objects.filter(state__in=(NoticeState.WAITING, NoticeState.REVIEW)))


def same_notice(digest: str) -> Notice | None:
    """The paper with these very bytes, if the region has it and has not set it aside."""
    return light(Notice.objects.filter(digest=digest).exclude(state=NoticeState.SET_ASIDE)).first()


def notices_of_week(week: Week) -> QuerySet[Notice]:
    """The papers that the edition was made of. Call inside the region's scope."""
    return light(Notice.objects.filter(week_id=week.pk, state=NoticeState.USED))


def source_file(notice: Notice) -> StoredFile | None:
    """The file as it was handed in."""
    return files_of(notice.uid).first()


@dataclass
class PublishedNotice:
    """A notice as a readable page. The text is fetched when first asked for: a masthead only wants to know of it."""

    title: str
    code: str
    region_id: int

    @cached_property
    def notice(self) -> Notice:
        with scope.entered(self.region_id):
            return Notice.objects.get(code=self.code)

    @cached_property
    def doc_no(self) -> str:
        return str(self.notice.reading.get("doc_no") or "")

    @cached_property
    def issued_on(self) -> date | None:
        day = self.notice.reading.get("issued_on")
        return date.fromisoformat(day) if day else None

    @cached_property
    def issuers(self) -> list[str]:
        return list(self.notice.reading.get("issuers") or [])

    @cached_property
    def lines(self) -> list[Line]:
        """Paragraphs with `kind` (title, centred, salutation, chapter, section, signature, annex, body) and `text`.

        Mobile numbers are masked: office lines are meant to be rung, a person's own telephone is not.
        """
        text = without_mobiles(self.notice.text)
        return [line for leaf in leaves(text, paragraphs(text, places(self.notice)), ()) for line in leaf]


def published_notice(week: Week) -> PublishedNotice | None:
    """The edition's own notice, when the office shows it to the public: the last one if there are several."""
    with scope.entered(week.region_id, week.pk):
        notice = notices_of_week(week).filter(role=NoticeRole.OWN, is_public=True).first()
    return PublishedNotice(notice.title, notice.code, week.region_id) if notice is not None else None


def places(notice: Notice) -> Places:
    """Where head and foot of the paper stand, as the reader found them."""
    at = places_of(notice.reading)
    none: list[Span] = []
    return Places(
        title=at.get("title", none),
        centred=at.get("doc_no", none),
        salutation=at.get("addressees", none),
        issuers=at.get("issuers", none),
        date=at.get("issued_on", none),
    )
