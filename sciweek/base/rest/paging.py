"""Lists in pages: a stable order, a total, and the address of the next page."""

from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from pydantic import BaseModel, ConfigDict, Field

from sciweek.base.rest.values import Out

MOST = 200
Item = TypeVar("Item")


class Asked(BaseModel):
    """Which page of a list, and how many rows on it."""

    model_config = ConfigDict(extra="ignore")

    page: int = Field(1, ge=1, le=100_000)
    limit: int = Field(50, ge=1, le=MOST)


class PageOf(Out, Generic[Item]):
    """One page of a list; `next` is the address of the one after it, null on the last."""

    items: list[Item]
    total: int
    page: int
    limit: int
    next: str | None


def page_of(
    request: HttpRequest,
    shape: type[PageOf[Item]],
    rows: QuerySet[Any],
    asked: Asked,
    make: Callable[[Any], Item],
    *,
    prepare: Callable[[list[Any]], Iterable[Any]] | None = None,
) -> PageOf[Item]:
    """The asked page of `rows`, which must be ordered to the last tie. Two queries, however many rows there are.

    `prepare` sees all rows of the page at once, to fetch what belongs to them in one go.
    """
    total = rows.count()
    start = (asked.page - 1) * asked.limit
    found = list(rows[start : start + asked.limit]) if start < total else []
    if prepare is not None:
        found = list(prepare(found))
    following = None
    if start + asked.limit < total:
        query = request.GET.copy()
        query["page"] = str(asked.page + 1)
        following = f"{request.path}?{urlencode(list(_pairs(query)))}"
    return shape(
        items=[make(row) for row in found], total=total, page=asked.page, limit=asked.limit, next=following
    )


def _pairs(query: Any) -> Iterable[tuple[str, str]]:
    for name, values in query.lists():
        for value in values:
            yield name, value
