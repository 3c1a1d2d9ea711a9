"""Which rights a token of the API may carry: `<room>:read` and `<room>:write`, named by the rooms themselves."""

from typing import Any

# Right → what it is called. Filled as the rooms' `api.py` are loaded, in their order.
_scopes: dict[str, Any] = {}


def name_scope(name: str, title: Any) -> None:
    """Make a right known."""
    _scopes[name] = title


def scopes() -> dict[str, Any]:
    """The rights that a token may carry, in the order of the rooms."""
    return dict(_scopes)


def covers(granted: frozenset[str], scope: str) -> bool:
    """Whether the rights cover one: to write includes to read."""
    room, _colon, verb = scope.partition(":")
    return scope in granted or (verb == "read" and f"{room}:write" in granted)
