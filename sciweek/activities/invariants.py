"""States of activities that no action could have made."""

from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, Q, Subquery

from sciweek.activities.models import Activity, Opinion
from sciweek.activities.states import SHOWN_STATES, ActivityState, Mode, Verdict
from sciweek.base.invariants import Invariant
from sciweek.files.models import StoredFile
from sciweek.files.states import Visibility


def _of_another_week() -> Iterable[str]:
    rows = Activity.objects.over_the_wall("base.doctor").filter(series__isnull=False)
    for row in rows.exclude(series__week=F("week")).values("id", "name"):
        yield f"activity {row['id']} {row['name']}: its series belongs to another week"


def _of_another_region() -> Iterable[str]:
    rows = Activity.objects.over_the_wall("base.doctor").filter(unit__isnull=False)
    for row in rows.exclude(unit__region=F("week__region")).values("id", "name"):
        yield f"activity {row['id']} {row['name']}: its unit belongs to another region"


def _public_without_place() -> Iterable[str]:
    rows = Activity.objects.over_the_wall("base.doctor").filter(state__in=SHOWN_STATES)
    nowhere = Q(place="", address="") & ~Q(mode=Mode.ONLINE)
    unlinked = Q(mode=Mode.ONLINE, link="")
    for row in rows.filter(nowhere | unlinked).values("id", "name"):
        yield f"activity {row['id']} {row['name']}: public, but neither place nor link"


def _cancelled_without_reason() -> Iterable[str]:
    rows = Activity.objects.over_the_wall("base.doctor").filter(
        state=ActivityState.CANCELLED, state_reason=""
    )
    for row in rows.values("id", "name"):
        yield f"activity {row['id']} {row['name']}: cancelled without a reason"


def _shown_without_opinion() -> Iterable[str]:
    rows = Activity.objects.over_the_wall("base.doctor").filter(state__in=SHOWN_STATES)
    open_ones = Opinion.objects.over_the_wall("base.doctor").filter(
        activity=OuterRef("pk"), verdict=Verdict.OPEN
    )
    for row in rows.filter(~Q(opinion=Verdict.OPEN) | ~Exists(open_ones)).values("id", "name"):
        yield f"activity {row['id']} {row['name']}: public, but no opinion lets it out"


def _opinion_without_record() -> Iterable[str]:
    newest = Opinion.objects.over_the_wall("base.doctor").filter(activity=OuterRef("pk")).order_by("-id")
    rows = Activity.objects.over_the_wall("base.doctor").exclude(opinion="")
    rows = rows.annotate(newest=Subquery(newest.values("verdict")[:1]))
    for row in rows.filter(Q(newest__isnull=True) | ~Q(newest=F("opinion"))).values("id", "name"):
        yield f"activity {row['id']} {row['name']}: its opinion is not the newest one on record"


def _shown_without_moment() -> Iterable[str]:
    rows = Activity.objects.over_the_wall("base.doctor").filter(
        state__in=SHOWN_STATES, published_at__isnull=True
    )
    for row in rows.values("id", "name"):
        yield f"activity {row['id']} {row['name']}: public since nobody knows when"


def _hidden_with_public_picture() -> Iterable[str]:
    rows = Activity.objects.over_the_wall("base.doctor").filter(picture__visibility=Visibility.PUBLIC)
    shown = Q(state__in=SHOWN_STATES) | Q(state=ActivityState.CANCELLED, published_at__isnull=False)
    for row in rows.exclude(shown).values("id", "name"):
        yield f"activity {row['id']} {row['name']}: not public, but its picture is"


def _shown_with_hidden_picture() -> Iterable[str]:
    rows = Activity.objects.over_the_wall("base.doctor").filter(state__in=SHOWN_STATES)
    for row in rows.filter(picture__visibility=Visibility.PRIVATE).values("id", "name"):
        yield f"activity {row['id']} {row['name']}: public, but its picture is not"


def _public_picture_of_nobody() -> Iterable[str]:
    """A picture that was replaced must not stay where everybody can fetch it."""
    files = StoredFile.objects.over_the_wall("base.doctor").filter(visibility=Visibility.PUBLIC)
    owners = Activity.objects.over_the_wall("base.doctor").filter(uid=OuterRef("owner_uid"))
    used = owners.filter(picture=OuterRef("pk"))
    for code in files.filter(Exists(owners), ~Exists(used)).values_list("code", flat=True):
        yield f"file {code}: public, but no longer the picture of its activity"


def invariants() -> list[Invariant]:
    return [
        Invariant(
            "activities.series_of_own_week", "An activity's series is of the same week", _of_another_week
        ),
        Invariant(
            "activities.unit_of_own_region", "An activity's unit is of the same region", _of_another_region
        ),
        Invariant("activities.public_has_place", "A public activity says where", _public_without_place),
        Invariant(
            "activities.cancelled_says_why", "A cancelled activity says why", _cancelled_without_reason
        ),
        Invariant(
            "activities.shown_is_open",
            "What is public has an opinion that lets it out",
            _shown_without_opinion,
        ),
        Invariant(
            "activities.opinion_on_record", "An opinion is the newest on record", _opinion_without_record
        ),
        Invariant("activities.shown_has_moment", "What is public says since when", _shown_without_moment),
        Invariant(
            "activities.picture_follows", "A hidden activity's picture is hidden", _hidden_with_public_picture
        ),
        Invariant(
            "activities.picture_is_shown",
            "A public activity's picture can be fetched",
            _shown_with_hidden_picture,
        ),
        Invariant(
            "activities.old_pictures_are_hidden",
            "A picture that was replaced is hidden",
            _public_picture_of_nobody,
        ),
    ]
