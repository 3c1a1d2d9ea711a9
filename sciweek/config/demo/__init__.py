"""The demo week: a fictional district with its notice, its units and people, and a week that runs today.

Everything is made by the actions that users take, so that what the demo shows is what the product does.
"""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple


class SignIn(NamedTuple):
    """A demo account as it is printed: role in Chinese, login, password, address behind the sign-in."""

    role: str
    login: str
    password: str
    where: str


def is_wanted() -> bool:
    """Whether nothing stands here yet. Asked at every start: the first one may have been cut off at any point."""
    from sciweek.week.models import Region

    return not Region.objects.exists()


def load(today: date | None = None) -> bool:
    """Load the demo week unless it is there; what an earlier try left in the middle does not exist.

    Returns whether it was loaded now.
    """
    from sciweek.config.demo.loading import is_loaded, load_demo

    wanted = not is_loaded()
    if wanted:
        load_demo(today)
    return wanted


def sign_ins(proven: Collection[str] = ()) -> list[SignIn]:
    """One account for each role, as long as it still holds its demo password; `proven` are `prints`."""
    from sciweek.config.demo.town import sign_ins

    return sign_ins(proven)


def prints(logins: Collection[str] | None = None) -> set[str]:
    """What tells of these accounts, by default of all with a demo password, that theirs is still the same."""
    from sciweek.config.demo.town import prints

    return prints(logins)
