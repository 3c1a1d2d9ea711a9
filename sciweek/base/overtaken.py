"""Somebody else was quicker: what the database undid is done once more, and then sees what the other one did.

Of two who find a name free and write it, the database refuses the second; of two who wait for each other it lets one
go; of two who take the same row out the second finds none. In each case nothing is left of what that one did, since an
action is one transaction. So the whole request is answered once more, and whatever the action says of a name that is
taken, or the page of a row that is not there, it says in its own words and beside its own field. No action has to
foresee it, and no check that is made before writing needs a lock of its own.

A fault of ours looks the same but stays: it comes again, and is raised then.
"""

import sqlite3

from django.core.exceptions import ObjectDoesNotExist, ObjectNotUpdated
from django.db import Error
from django.http import HttpRequest, HttpResponse

# How often a request is answered anew: as many others may come first.
MORE_TRIES = 4

# PostgreSQL's: a foreign key that leads nowhere, a key that is there already, a snapshot that is too old, a deadlock.
_STATES = frozenset(("23503", "23505", "40001", "40P01"))
_SQLITE = frozenset((sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY, sqlite3.SQLITE_CONSTRAINT_UNIQUE))


def was_overtaken(error: BaseException) -> bool:
    """Whether somebody else's work may be why: then a second look is worth it."""
    if isinstance(error, (ObjectDoesNotExist, ObjectNotUpdated)):
        return True
    cause = error.__cause__
    return isinstance(error, Error) and (
        getattr(cause, "sqlstate", None) in _STATES or getattr(cause, "sqlite_errorcode", None) in _SQLITE
    )


def waited_in_vain(error: BaseException) -> bool:
    """Whether a long write of somebody else kept SQLite busy for longer than we wait."""
    code = getattr(error.__cause__, "sqlite_errorcode", None)
    return isinstance(error, Error) and code is not None and code & 0xFF == sqlite3.SQLITE_BUSY


def answered_again(request: HttpRequest) -> HttpResponse:
    """The page's answer to a request that it has read once before, its files from their beginning."""
    for files in request.FILES.lists():
        for file in files[1]:
            file.seek(0)
    match = request.resolver_match
    if match is None:
        raise AssertionError("no page was asked")
    return match.func(request, *match.args, **match.kwargs)
