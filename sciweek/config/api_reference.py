"""The API to read: one page made from its own OpenAPI, without a line of script."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.config.api import ALWAYS, WITH_BODY, document

REF = "#/components/schemas/"
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Line:
    """One field, parameter or part: what it is called, what it takes, whether it must be there."""

    name: str
    shape: str
    required: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation as it is shown."""

    anchor: str
    method: str
    path: str
    summary: str
    scope: str
    query: list[Line]
    headers: list[Line]
    body_type: str
    body: list[Line]
    status: str
    answer: str
    answer_anchor: str


@dataclass(frozen=True, slots=True)
class Room:
    """The operations of one room."""

    name: str
    title: str
    operations: list[Operation] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Shape:
    """A named shape and its fields, or the words that it can be."""

    name: str
    note: str
    lines: list[Line]
    words: list[str]


@desk_page("committee.make_tokens", needs_week=False)
def api_reference(request: DeskRequest) -> HttpResponse:
    """Every operation, every shape, every refusal."""
    whole = document()
    rooms = {tag["name"]: Room(tag["name"], tag["description"]) for tag in whole["tags"]}
    for path, methods in whole["paths"].items():
        for method, one in methods.items():
            rooms[one["tags"][0]].operations.append(_operation(path, method, one))
    used = [name for name in sorted(whole["components"]["schemas"]) if not name.startswith("PageOf")]
    context = {
        "rooms": list(rooms.values()),
        "shapes": [_shape(name, whole["components"]["schemas"][name]) for name in used],
        "problems": sorted((ALWAYS | WITH_BODY).items()),
        "base": request.build_absolute_uri("/api/v1"),
        "region": request.region,
    }
    return render(request, "config/api_reference.html", context)


def _operation(path: str, method: str, one: dict[str, Any]) -> Operation:
    lines: dict[str, list[Line]] = {"query": [], "header": [], "path": []}
    for given in one["parameters"]:
        lines[given["in"]].append(Line(given["name"], words_of(given["schema"]), given["required"]))
    content = one.get("requestBody", {}).get("content", {})
    body_type = next(iter(content), "")
    body = content.get(body_type, {}).get("schema", {})
    status, good = next(
        (code, found) for code, found in one["responses"].items() if str(code).startswith("2")
    )
    answer = good.get("content", {}).get(JSON, {}).get("schema", {})
    return Operation(
        anchor=one["operationId"],
        method=method.upper(),
        path=path.removeprefix("/api/v1"),
        summary=str(one["summary"]),
        scope=one.get("x-scope", ""),
        query=lines["query"],
        headers=lines["header"],
        body_type=body_type,
        body=_lines(body) if "properties" in body else [Line("", words_of(body))] if body else [],
        status=str(status),
        answer=words_of(answer) if answer else _("文件"),
        answer_anchor=_anchor(answer),
    )


def _shape(name: str, schema: dict[str, Any]) -> Shape:
    words = [str(word) for word in schema.get("enum", ())]
    return Shape(name, str(schema.get("description", "")), _lines(schema), words)


def _lines(schema: dict[str, Any]) -> list[Line]:
    required = set(schema.get("required", ()))
    return [Line(name, words_of(one), name in required) for name, one in schema.get("properties", {}).items()]


def words_of(schema: dict[str, Any]) -> str:
    """A shape in a few words: text ≤ 120, list of Unit, number 0–120, null or …"""
    if "$ref" in schema:
        return _short(schema["$ref"])
    if "anyOf" in schema:
        return " | ".join(words_of(one) for one in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(repr(word) if word == "" else str(word) for word in schema["enum"])
    match schema.get("type"):
        case "array":
            return f"[{words_of(schema.get('items', {}))}]"
        case "string":
            return _text_words(schema)
        case "integer":
            low, high = schema.get("minimum"), schema.get("maximum")
            return f"integer {low}–{high}" if low is not None and high is not None else "integer"
        case "object":
            values = schema.get("additionalProperties")
            return f"{{text: {words_of(values)}}}" if isinstance(values, dict) else "object"
        case str() as plain:
            return plain
    return "any"


def _text_words(schema: dict[str, Any]) -> str:
    if "format" in schema:
        return str(schema["format"])
    longest = schema.get("maxLength")
    return f"text ≤ {longest}" if longest else "text"


def _short(ref: str) -> str:
    name = ref.removeprefix(REF)
    if name.startswith("PageOf_"):
        return _("一页 %(what)s") % {"what": name.removeprefix("PageOf_").rstrip("_")}
    return name


def _anchor(schema: dict[str, Any]) -> str:
    """The shape that an answer is made of, to jump to."""
    inner = schema.get("items", schema)
    return str(inner.get("$ref", "")).removeprefix(REF).removeprefix("PageOf_").rstrip("_")
