"""Things found by the names that people write for them."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Generic, TypeVar

from django.utils.translation import gettext as _

from sciweek.base.text import searchable
from sciweek.look.phrases import listed

Thing = TypeVar("Thing")

# Each is held against every name. A table with more that nobody knows is the wrong one: likenesses help nobody there.
MOST_SOUGHT = 50


class Directory(Generic[Thing]):
    """Finds a thing by any of its names; of two with the same name the first."""

    def __init__(self, things: Iterable[tuple[Thing, Iterable[str]]]) -> None:
        self._by_name: dict[str, Thing] = {}
        self._names: dict[str, str] = {}
        self._sought: dict[str, list[str]] = {}
        for thing, names in things:
            for name in filter(None, names):
                self._by_name.setdefault(searchable(name), thing)
                self._names.setdefault(searchable(name), name)

    def find(self, said: str) -> Thing | None:
        return self._by_name.get(searchable(said))

    def nearest(self, said: str) -> list[str]:
        """Up to three names that look like it, the nearest first; sought for the first few names that are asked for."""
        wanted = searchable(said)
        if wanted not in self._sought:
            if len(self._sought) >= MOST_SOUGHT:
                return []
            self._sought[wanted] = self._seek(wanted)
        return self._sought[wanted]

    def _seek(self, wanted: str) -> list[str]:
        close = get_close_matches(wanted, self._names, n=3, cutoff=0.5)
        inside = [name for name in self._names if wanted in name or name in wanted]
        found = list(dict.fromkeys([*inside[:3], *close]))[:3]
        return [self._names[name] for name in found]

    def unknown(self, said: str, hint: str) -> str:
        """What to tell of a name that nothing has: the nearest names or, without any, the `hint`."""
        nearest = self.nearest(said)
        if not nearest:
            return _("没有“%(said)s”。%(hint)s") % {"said": said[:40], "hint": hint}
        names = listed(f"“{name}”" for name in nearest)
        return _("没有“%(said)s”。是不是%(names)s？") % {"said": said[:40], "names": names}
