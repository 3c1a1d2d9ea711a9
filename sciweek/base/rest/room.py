"""The door of an operation, and which rights a token may carry."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import wraps
from typing import Any, Protocol, TypeVar

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router
from ninja.operation import Operation

from sciweek.base import access
from sciweek.base.actor import Actor
from sciweek.base.errors import Forbidden, OutOfSight, Refused
from sciweek.base.rest.problems import WORDS
from sciweek.base.token_scopes import covers, name_scope

View = TypeVar("View", bound=Callable[..., Any])


class Entry(Protocol):
    """Where an operation takes place, as the authentication found it."""

    actor: Actor
    region: Any
    week: Any


class Caller(Protocol):
    """Who calls: filled by the authentication, read by the door."""

    scopes: frozenset[str]
    is_bound: bool

    def enter(self, week_slug: str | None) -> AbstractContextManager[Entry]:
        """Work inside the edition, or in the whole region; raises `OutOfSight` for one that is not the caller's."""
        ...


class ApiRequest(HttpRequest):
    """A request that has passed the door. `week` is None where the address names no edition."""

    auth: Caller
    actor: Actor
    region: Any
    week: Any


def require_scope(caller: Caller, scope: str) -> None:
    """Raise `Forbidden` unless the token carries the right."""
    if not covers(caller.scopes, scope):
        raise Forbidden(_("这个令牌没有 %(scope)s 这一项权限。") % {"scope": scope}, code="scope_missing")


@dataclass(frozen=True, slots=True)
class Known:
    """The names that an operation takes: words behind the question mark, and parts and files of a form."""

    words: frozenset[str]
    parts: frozenset[str]


def known_to(operation: Operation) -> Known:
    """What the operation takes, as its signature declares it."""
    names: dict[str, set[str]] = {"query": set(), "form": set(), "file": set()}
    for model in operation.models:
        if (source := model.__ninja_param_source__) in names:
            names[source].update(getattr(model, "__ninja_flatten_map__", None) or model.model_fields)
    return Known(frozenset(names["query"]), frozenset(names["form"] | names["file"]))


def refuse_unknown(request: HttpRequest, known: Known) -> None:
    """Raise `Refused` on each name that nobody reads: a slip there would show other rows, or lose what was meant."""
    unknown = request.GET.keys() - known.words
    if known.parts:
        unknown |= (request.POST.keys() | request.FILES.keys()) - known.parts
    if unknown:
        fields = dict.fromkeys(sorted(unknown), WORDS["extra_forbidden"])
        raise Refused(_("有几项读不懂，见 fields。"), fields=fields, code="invalid_input")


class Room(Router):
    """The operations of one room: `read` and `write` declare them and stand at their door."""

    def __init__(self, name: str, title: Any, *, rights: tuple[str, ...] = ("read", "write")) -> None:
        super().__init__(tags=[name])
        self.name = name
        self.title = title
        self.rights = rights  # what a token must carry for this room; a verb that is not here is free
        for verb in rights:
            name_scope(f"{name}:{verb}", title)

    def read(
        self, path: str, answer: Any, summary: Any, *, needs: str = "week.see"
    ) -> Callable[[View], View]:
        """A GET. Without the permission `needs` on the edition (or region) the address does not exist."""
        return self._operation("GET", path, {200: answer}, summary, needs, "read")

    def write(
        self,
        method: str,
        path: str,
        answer: Any,
        summary: Any,
        *,
        needs: str = "week.see",
        status: int = 200,
    ) -> Callable[[View], View]:
        """A change. What it may do beyond `needs` is asked by the action."""
        return self._operation(method, path, {status: answer}, summary, needs, "write")

    def _operation(
        self, method: str, path: str, answers: dict[int, Any], summary: Any, needs: str, verb: str
    ) -> Callable[[View], View]:
        in_week = "{week}" in path
        scope = f"{self.name}:{verb}" if verb in self.rights else ""

        def declare(view: View) -> View:
            @wraps(view)
            def operation(request: ApiRequest, *args: Any, **kwargs: Any) -> Any:
                caller = request.auth
                if scope:
                    require_scope(caller, scope)
                refuse_unknown(request, known)
                if caller.is_bound and not in_week and method != "GET":
                    raise Forbidden(_("这个令牌只管一届活动周，不能改全区的内容。"), code="week_token")
                with caller.enter(kwargs.get("week") if in_week else None) as entry:
                    request.actor, request.region, request.week = entry.actor, entry.region, entry.week
                    if not access.may(entry.actor, needs, entry.week or entry.region):
                        raise OutOfSight(needs)
                    return view(request, *args, **kwargs)

            self.api_operation(
                [method],
                path,
                response=answers,
                summary=summary,
                operation_id=f"{self.name}_{view.__name__}",
                url_name=f"{self.name}_{view.__name__}",
                openapi_extra={"x-scope": scope},
            )(operation)
            known = known_to(self.path_operations[path].operations[-1])
            return view

        return declare
