"""One activity, and others beside it."""

from dataclasses import dataclass

from PIL import Image

from sciweek.activities.models import Activity
from sciweek.activities.queries import public_activities
from sciweek.files.queries import path_of
from sciweek.files.states import Visibility
from sciweek.portal.queries.lists import published


def public_activity(code: str) -> Activity | None:
    return public_activities().filter(code=code).first()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that everybody may see. With its size the page does not jump when it comes; 0 when it is unknown."""

    code: str
    alt: str
    width: int
    height: int


def picture_of(activity: Activity) -> Picture | None:
    """The activity's picture as far as it is public."""
    stored = activity.picture
    if stored is None or stored.visibility != Visibility.PUBLIC or stored.erased_at is not None:
        return None
    try:
        with Image.open(path_of(stored), formats=("JPEG",)) as image:
            width, height = image.size
    except OSError:  # Image's own errors are such too: the media folder was not restored with the database
        width = height = 0
    return Picture(stored.code, activity.picture_alt, width, height)


def beside(activity: Activity, *, zone: str, most: int) -> list[Activity]:
    """Others to look at: of the same line, else of the same kind, nearest in time and not cancelled."""
    others = published().exclude(pk=activity.pk)
    same = (
        others.filter(series_id=activity.series_id)
        if activity.series_id
        else others.filter(kind=activity.kind)
    )
    if activity.starts_at is None:
        return list(same[:most])
    ahead = list(same.filter(starts_at__gte=activity.starts_at)[:most])
    if len(ahead) < most:
        before = same.filter(starts_at__lt=activity.starts_at).order_by("-starts_at", "-id")
        ahead = list(before[: most - len(ahead)])[::-1] + ahead
    return ahead
