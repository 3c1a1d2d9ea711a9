"""The database server is not there: it is being started anew, or the line to it broke.

Whatever was asked then is neither the visitor's fault nor ours, and is over in a minute: the answer says so (503) instead
of speaking of an error. The connection is given up by Django at the end of the request, and the next one opens a new one.
"""

import psycopg
from django.db import InterfaceError, OperationalError

# PostgreSQL's: shut down by its keeper, crashed, starting up; no connection to be had.
_STATES = frozenset(("57P01", "57P02", "57P03", "53300"))


def is_away(error: BaseException | None) -> bool:
    """Whether a statement failed because nobody is there to answer it; what it would have written may be written."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    cause = error.__cause__
    # What the server did not say itself, libpq says: without a state, as there was no answer to hold one.
    return isinstance(cause, psycopg.Error) and (cause.sqlstate is None or cause.sqlstate in _STATES)
