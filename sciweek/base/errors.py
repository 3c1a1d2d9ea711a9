"""The few ways in which an action says no.

Actions raise these; pages, API and command line each turn them into their own answer, in one place
(`base.answers`), so that the four doors cannot disagree.
"""

from collections.abc import Mapping
from typing import Any


class Refused(Exception):
    """The wish makes no sense or is not allowed now.

    `message` says what to do next, in the user's language; `fields` maps a field's name to its own message.
    `code` is a stable word for programs.
    """

    status = 422

    def __init__(
        self, message: Any = "", *, fields: Mapping[str, Any] | None = None, code: str = "refused"
    ) -> None:
        self.message = message
        self.fields = dict(fields or {})
        self.code = code
        # Some places that say it have no fields: a line above a page, a job's trouble.
        super().__init__(str(message) or "".join(map(str, self.fields.values())))


class Forbidden(Refused):
    """The actor may see the thing but not do this to it."""

    status = 403


class Conflict(Refused):
    """Somebody else changed the row since the actor saw it.

    `mine` and `theirs` hold the competing values by field, so that the page can show both; `version` is the one that
    the next press knowingly overwrites.
    """

    status = 409

    def __init__(
        self,
        message: Any,
        *,
        mine: Mapping[str, Any] | None = None,
        theirs: Mapping[str, Any] | None = None,
        who: str = "",
        version: int | None = None,
    ) -> None:
        super().__init__(message, code="conflict")
        self.mine = dict(mine or {})
        self.theirs = dict(theirs or {})
        self.who = who
        self.version = version


class OutOfSight(Exception):
    """The thing does not exist for this actor: always answered as 404."""
