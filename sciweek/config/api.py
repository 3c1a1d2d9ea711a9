"""The API: the rooms' operations gathered under `/api/v1/`, and their OpenAPI."""

from collections.abc import Mapping
from copy import deepcopy
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import JSONRenderer

from sciweek.activities.api import rest as activities
from sciweek.base.rest import Problem
from sciweek.base.rest.parser import StrictParser
from sciweek.base.rest.problems import MEDIA_TYPE, install, plain_problem
from sciweek.booking.api import rest as booking
from sciweek.ceremonies.api import rest as ceremonies
from sciweek.committee.api import me, units
from sciweek.committee.bearer import Bearer
from sciweek.desk.api import rest as log
from sciweek.dispatch.api import rest as papers
from sciweek.door.api import rest as door
from sciweek.duties.api import rest as duties
from sciweek.notice.api import rest as notices
from sciweek.outreach.api import rest as outreach
from sciweek.post.api import messages, webhooks
from sciweek.programme.api import rest as programme
from sciweek.promotion.api import rest as promotion
from sciweek.venues.api import rest as venues
from sciweek.week.api import rest as weeks

# In the order in which the reference and the choice of rights show them.
ROOMS = (
    me,
    weeks,
    units,
    venues,
    activities,
    programme,
    booking,
    promotion,
    ceremonies,
    door,
    outreach,
    duties,
    papers,
    messages,
    notices,
    webhooks,
    log,
)

VERSION = "1"

# Why an operation may refuse: which ones every operation may give, which ones only a change.
ALWAYS = {
    401: gettext_lazy("没有令牌，或者令牌不能用。"),
    403: gettext_lazy("看得到，但这个令牌或这个人不能这样做。"),
    404: gettext_lazy("没有这一条，或者不归这个令牌看。"),
    422: gettext_lazy("不合格式（`invalid_input`），或者说不通（动作自己的 code）。"),
    429: gettext_lazy("请求太密，`Retry-After` 说什么时候再来。"),
}
WITH_BODY = {
    400: gettext_lazy("请求体读不懂。"),
    409: gettext_lazy("别人先改过了，见 `mine`、`theirs`、`version`、`who`。"),
    413: gettext_lazy("请求体太大。"),
    415: gettext_lazy("请求体不是这里收的类型。"),
    503: gettext_lazy("现在忙不过来，`Retry-After` 说什么时候再来；写的话，带上同一个 `Idempotency-Key`。"),
}


class ReadableJson(JSONRenderer):
    """Chinese as it is written, not as escapes three times as long."""

    json_dumps_params: Mapping[str, Any] = {"ensure_ascii": False}


class Api(NinjaAPI):
    """Adds to the generated OpenAPI what every operation shares: the problems that it may answer with."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        return _openapi(get_language())

    def generated(self) -> OpenAPISchema:
        """The OpenAPI as the rooms declare it."""
        return super().get_openapi_schema()


api = Api(
    title="Sciweek",
    version=VERSION,
    urls_namespace="api",
    docs_url=None,
    auth=Bearer(),
    parser=StrictParser(),
    renderer=ReadableJson(),
    openapi_extra={"info": {"license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}}},
)
install(api)
for room in ROOMS:
    api.add_router("", room)


@lru_cache(maxsize=4)
def _openapi(language: str | None) -> OpenAPISchema:
    """The whole document in the language; the rooms do not change while the process lives."""
    document = api.generated()
    document["info"]["description"] = _("同一套动作和规则，给程序用。令牌在工作台“接口令牌”里开。")
    components = document["components"]
    components["schemas"]["Problem"] = Problem.model_json_schema()
    components["responses"] = {
        f"Problem{status}": {
            "description": str(words),
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status, words in (ALWAYS | WITH_BODY).items()
    }
    document["tags"] = [{"name": one.name, "description": str(one.title)} for one in ROOMS]
    for operations in document["paths"].values():
        for method, operation in operations.items():
            statuses = ALWAYS | (WITH_BODY if method != "get" else {})
            for status in statuses:
                operation["responses"][status] = {"$ref": f"#/components/responses/Problem{status}"}
            _as_sent(operation)
    return document


def _as_sent(operation: dict[str, Any]) -> None:
    """Say of text on the wire what is true of it: there is no null in an address, a header or a form."""
    for parameter in operation["parameters"]:
        parameter.pop("examples", None)  # the schema has them; here OpenAPI wants another shape
        parameter["schema"] = _without_null(parameter["schema"])
    form = operation.get("requestBody", {}).get("content", {}).get("multipart/form-data")
    if form is not None:
        form["schema"]["additionalProperties"] = False
        properties = form["schema"]["properties"]
        form["schema"]["properties"] = {name: _without_null(one) for name, one in properties.items()}
        for one in form["schema"]["properties"].values():
            if (file := one.get("items", one)).get("format") == "binary":
                file["minLength"] = 1  # an empty file is refused
    content = operation["responses"].get(200, {}).get("content", {})
    if content.get("application/json", {}).get("schema", {}).get("format") == "binary":
        operation["responses"][200]["content"] = {"application/octet-stream": {}}


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    kept = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
    if len(kept) != 1:
        return schema
    return {name: value for name, value in schema.items() if name not in ("anyOf", "default")} | kept[0]


def document() -> dict[str, Any]:
    """A copy of the OpenAPI in the current language, for pages and tests."""
    return deepcopy(dict(_openapi(get_language())))


def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """An address below `/api/` that is none."""
    return plain_problem(404)
