"""What makes sense of a service, a deliverable and an acceptance, judged in one place for page and program."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciweek.activities.logic.links import is_web_address
from sciweek.activities.states import Kind
from sciweek.base import clock
from sciweek.base.errors import Refused
from sciweek.base.text import clean, clean_lines
from sciweek.people.phones import phone_fields
from sciweek.promotion.logic.amounts import read_amount
from sciweek.promotion.logic.frozen import Signer
from sciweek.promotion.models import Service
from sciweek.promotion.states import AcceptanceVerdict, ServiceState

# The most signs of each.
SERVICE_WORDS = {"title": 200, "contractor": 120, "contact_name": 60, "contract_no": 60}
SERVICE_TEXTS = {"note": 2000}
SERVICE_DAYS = ("signed_on", "starts_on", "ends_on")
SERVICE_FIELDS = {
    *SERVICE_WORDS, *SERVICE_TEXTS, *SERVICE_DAYS, "contact_phone", "price", "unit", "activity",
}  # fmt: skip
DELIVERABLE_WORDS = {"what": 200, "counted_in": 12, "appears_in": 200, "link": 500}
DELIVERABLE_FIELDS = {*DELIVERABLE_WORDS, "amount", "due_on"}
MOST_LINKS, MOST_PEOPLE, LONGEST_NAME, LONGEST_TEXT = 20, 12, 60, 2000
STRANGE_YEAR = gettext_lazy("没有这样的年份。请写成 2027 这样的四位数。")


def service_values(given: Mapping[str, Any], *, area_code: str) -> dict[str, Any]:
    """The values cleaned; only those that were given. Raises `Refused` with a message for each field that is wrong."""
    _only_known(given, SERVICE_FIELDS)
    values: dict[str, Any] = {name: clean(given[name]) for name in SERVICE_WORDS if name in given}
    values |= {name: clean_lines(given[name]) for name in SERVICE_TEXTS if name in given}
    values |= {name: given[name] for name in (*SERVICE_DAYS, "unit", "activity") if name in given}
    problems = _too_long(values, SERVICE_WORDS | SERVICE_TEXTS)
    if "title" in values and not values["title"]:
        problems["title"] = _("请写买的是什么服务。")
    if "contractor" in values and not values["contractor"]:
        problems["contractor"] = _("请写由谁来做。")
    if "contact_phone" in given:
        values |= _phone(given["contact_phone"], area_code, problems)
    if "price" in given:
        values |= _amount("price", given["price"], problems)
        if (values.get("price") or 0) < 0:
            problems["price"] = _("金额不能小于 0。还不知道就空着。")
    problems |= _strange_days(values, SERVICE_DAYS)
    if values.get("activity") is not None and values["activity"].kind != Kind.PROMOTION:
        problems["activity"] = _("请选类别是“宣传推广”的活动。")
    if problems:
        raise Refused(fields=problems, code="invalid")
    return values


def check_order(values: Mapping[str, Any]) -> None:
    """A service ends no sooner than it begins."""
    starts, ends = values.get("starts_on"), values.get("ends_on")
    if starts is not None and ends is not None and ends < starts:
        raise Refused(fields={"ends_on": _("结束早于开始。请核对两个日期。")}, code="invalid")


def deliverable_values(given: Mapping[str, Any]) -> dict[str, Any]:
    """A deliverable's values cleaned; only those that were given."""
    _only_known(given, DELIVERABLE_FIELDS)
    values: dict[str, Any] = {name: clean(given[name]) for name in DELIVERABLE_WORDS if name in given}
    problems = _too_long(values, DELIVERABLE_WORDS)
    if "what" in values and not values["what"]:
        problems["what"] = _("请写要交付什么。")
    if "amount" in given:
        values |= _amount("amount", given["amount"], problems)
        if values.get("amount") is not None and values["amount"] <= 0:
            problems["amount"] = _("数量要大于 0。没有约定就空着。")
    if "due_on" in given:
        values["due_on"] = given["due_on"]
        if given["due_on"] is None:
            problems["due_on"] = _("请写哪天之前交付。")
    problems |= _strange_days(values, ("due_on",))
    if values.get("link") and not is_web_address(values["link"]):
        problems["link"] = _("网址要以 https:// 或 http:// 开头。")
    if problems:
        raise Refused(fields=problems, code="invalid")
    return values


def delivery_values(
    *,
    delivered_on: date | None,
    delivered_amount: Any,
    note: str,
    evidence: Sequence[str],
    wanted: Decimal | None,
    today: date,
    has_proof: bool,
) -> dict[str, Any]:
    """What is written down of a delivery. `has_proof`: files come along, or came before."""
    problems: dict[str, str] = {}
    links = list(dict.fromkeys(filter(None, map(clean, evidence))))
    values: dict[str, Any] = {
        "delivered_on": delivered_on,
        "delivery_note": clean_lines(note),
        "evidence": links,
    }
    problems |= _too_long(values, {"delivery_note": LONGEST_TEXT})
    amount = _amount("delivered_amount", delivered_amount, problems)
    values |= amount
    if delivered_on is None:
        problems["delivered_on"] = _("请写哪天交的。")
    elif not clock.is_plausible(delivered_on):
        problems["delivered_on"] = str(STRANGE_YEAR)
    elif delivered_on > today:
        problems["delivered_on"] = _("交付的日子还没有到。请核对。")
    if "delivered_amount" not in problems and amount["delivered_amount"] is None and wanted is not None:
        problems["delivered_amount"] = _("请写实际交了多少，没有交写 0。")
    if (amount.get("delivered_amount") or 0) < 0:
        problems["delivered_amount"] = _("数量不能小于 0。")
    if len(links) > MOST_LINKS:
        problems["evidence"] = _("最多 %(count)d 个网址。") % {"count": MOST_LINKS}
    elif any(len(link) > 500 or not is_web_address(link) for link in links):
        problems["evidence"] = _("一行一个网址，以 https:// 或 http:// 开头。")
    elif not (links or has_proof or values["delivery_note"]):
        problems["evidence"] = _("请写网址、选文件，或者写一句说明，以后才查得到。")
    if problems:
        raise Refused(fields=problems, code="invalid")
    return values


def acceptance_values(
    *,
    service: Service,
    accepted_on: date | None,
    verdict: str,
    people: Sequence[Signer],
    remarks: str,
    today: date,
) -> dict[str, Any]:
    """What is written down of an acceptance."""
    problems: dict[str, str] = {}
    named = [Signer(clean(one.name), clean(one.post)) for one in people if clean(one.name)]
    values = {
        "accepted_on": accepted_on,
        "verdict": verdict,
        "remarks": clean_lines(remarks),
        "people": named,
    }
    problems |= _too_long(values, {"remarks": LONGEST_TEXT})
    if accepted_on is None:
        problems["accepted_on"] = _("请写哪天验收的。")
    elif not clock.is_plausible(accepted_on):
        problems["accepted_on"] = str(STRANGE_YEAR)
    elif accepted_on > today:
        problems["accepted_on"] = _("验收的日子还没有到。请核对。")
    elif service.signed_on is not None and accepted_on < service.signed_on:
        problems["accepted_on"] = _("验收早于合同签订。请核对两个日期。")
    if verdict not in AcceptanceVerdict.values:
        problems["verdict"] = _("请选验收意见。")
    elif verdict != AcceptanceVerdict.PASS and not values["remarks"]:
        problems["remarks"] = _("请写有什么要整改，或者为什么不合格。")
    if not named:
        problems["people"] = _("请写谁验收的。")
    elif len(named) > MOST_PEOPLE:
        problems["people"] = _("最多 %(count)d 个人。") % {"count": MOST_PEOPLE}
    elif any(len(one.name) > LONGEST_NAME or len(one.post) > LONGEST_NAME for one in named):
        problems["people"] = _("姓名和职务各不超过 %(count)d 个字。") % {"count": LONGEST_NAME}
    if problems:
        raise Refused(fields=problems, code="invalid")
    return values


def check_running(service: Service) -> None:
    """What was accepted or set aside is not changed behind its record."""
    if service.state == ServiceState.INSPECTED:
        raise Refused(_("这项服务已经验收。要改，请办公室先重开验收。"), code="inspected")
    if service.state == ServiceState.SET_ASIDE:
        raise Refused(_("这项服务已经作废。要改，请先恢复。"), code="set_aside")


def _only_known(given: Mapping[str, Any], known: set[str]) -> None:
    unknown = given.keys() - known
    if unknown:
        raise TypeError(f"there is no {sorted(unknown)}")


def _too_long(values: Mapping[str, Any], most: Mapping[str, int]) -> dict[str, str]:
    words = _("最多 %(count)d 个字，现在有 %(have)d 个。")
    return {
        name: words % {"count": longest, "have": len(values[name])}
        for name, longest in most.items()
        if len(values.get(name, "")) > longest
    }


def _strange_days(values: Mapping[str, Any], names: Sequence[str]) -> dict[str, str]:
    days = ((name, values.get(name)) for name in names)
    return {name: str(STRANGE_YEAR) for name, day in days if day is not None and not clock.is_plausible(day)}


def _phone(text: str, area_code: str, problems: dict[str, str]) -> dict[str, str]:
    try:
        return {"contact_phone": phone_fields(text, area_code=area_code)["phone"]}
    except Refused as refusal:
        problems["contact_phone"] = str(refusal.fields["phone"])
        return {}


def _amount(name: str, given: Any, problems: dict[str, str]) -> dict[str, Decimal | None]:
    text = given
    if isinstance(given, str):
        text = clean(given)
        for sign in ",，元 ¥￥":
            text = text.replace(sign, "")
    try:
        return {name: read_amount(text)}
    except ValueError:
        problems[name] = _("写数字，最多两位小数，比如 3000 或 28000.50。")
        return {name: None}
