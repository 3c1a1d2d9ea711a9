"""Bodies as they come in: JSON and nothing but JSON."""

import json
from typing import Any, NoReturn

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.parser import Parser

from sciweek.base.rest.problems import Unreadable, WrongMedia


class StrictParser(Parser):
    """Refuses other media types, NaN, and halves of characters that no database can keep."""

    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type != "application/json":
            raise WrongMedia(_("请用 Content-Type: application/json 发送。"), code="wrong_media_type")
        try:
            data = json.loads(request.body, parse_constant=_no_constant)
            json.dumps(data, ensure_ascii=False).encode()
        except (ValueError, RecursionError) as error:
            raise Unreadable(_("正文不是能读的 JSON。"), code="bad_json") from error
        return data


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)
