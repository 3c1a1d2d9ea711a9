"""What comes in: bodies of JSON and nothing but JSON, and words each said once."""

import json
from typing import Any, NoReturn

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from ninja.parser import Parser

from sciweek.base.rest.problems import Unreadable, WrongMedia


class StrictParser(Parser):
    """Refuses other media types, NaN, halves of characters that no database can keep, and what is said twice."""

    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type != "application/json":
            raise WrongMedia(_("请用 Content-Type: application/json 发送。"), code="wrong_media_type")
        try:
            data = json.loads(request.body, parse_constant=_no_constant, object_pairs_hook=_said_once)
            json.dumps(data, ensure_ascii=False).encode()
        except (ValueError, RecursionError) as error:
            raise Unreadable(_("正文不是能读的 JSON。"), code="bad_json") from error
        return data

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        """Of a word behind the question mark, a part or a file that comes several times, none is more meant than another:
        it stays a list, which fits nowhere."""
        found = super().parse_querydict(data, list_fields, request)
        again = {name for name in data if len(data.getlist(name)) > 1} - set(list_fields)
        request.__dict__.setdefault("said_again", set()).update(again)
        return found | {name: data.getlist(name) for name in again}


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _said_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return found
