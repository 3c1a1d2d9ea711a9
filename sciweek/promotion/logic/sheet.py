"""验收单 as a Word file: what is printed, signed by hand and stamped. No seal is ever drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sciweek.papers.logic.alone import table_docx
from sciweek.papers.logic.blocks import Blank, Block, Column, FormBlock, Para, TableBlock
from sciweek.papers.logic.numbering import date_text
from sciweek.promotion.logic.amounts import amount_words, money_words
from sciweek.promotion.logic.frozen import Result, Signer, Terms
from sciweek.promotion.states import AcceptanceVerdict, DeliverableState

TITLE = "宣传服务验收单"
VERDICTS = {
    AcceptanceVerdict.PASS: "合格",
    AcceptanceVerdict.REMARKS: "基本合格，按下列意见整改",
    AcceptanceVerdict.FAIL: "不合格",
}
RESULTS = {DeliverableState.ACCEPTED: "认可", DeliverableState.WAIVED: "不再要求"}
COLUMNS = (
    Column("序号", 1.05), Column("交付物", 2.25, "left"), Column("约定", 1.45), Column("实交", 1.45),
    Column("期限", 2), Column("交付日期", 2), Column("结果", 2.4, "left"),
)  # fmt: skip
STAMP = "（盖章）\n　　年　月　日"
# Room to write by hand, in lines of text.
ROOM = {"验收意见": 2, "签字": 2, "采购单位": 4}


@dataclass(frozen=True, slots=True)
class Accepted:
    """An acceptance in words, as it was frozen. `reopened_why`: it does not stand any more."""

    edition: str
    terms: Terms
    results: Sequence[Result]
    people: Sequence[Signer]
    accepted_on: date
    verdict: str
    remarks: str = ""
    is_reopened: bool = False


def acceptance_docx(one: Accepted) -> bytes:
    """The form; one that was reopened says so, so that no old print is filed as the valid one."""
    return table_docx(f"{one.edition}{TITLE}", (Blank(), *_blocks(one)))


def _blocks(one: Accepted) -> tuple[Block, ...]:
    opinion = VERDICTS[AcceptanceVerdict(one.verdict)] + (f"\n{one.remarks}" if one.remarks else "")
    void = (Para("此次验收已重开，本单作废。", align="center", indent=0), Blank()) if one.is_reopened else ()
    return (
        *void,
        FormBlock(_contract(one.terms)),
        TableBlock(COLUMNS, tuple(_row(number, each, one.accepted_on.year) for number, each in enumerate(one.results, 1)), title="交付情况"),
        Blank(),
        FormBlock(
            (
                (("验收意见", opinion),),
                (("验收日期", date_text(one.accepted_on)),),
                *((("验收人员", _signer(each)), ("签字", "")) for each in one.people),
                (("采购单位", f"{one.terms.unit}\n{STAMP}"), ("承接单位", f"{one.terms.contractor}\n{STAMP}")),
            ),
            lines=ROOM,
            is_whole=True,
        ),
    )  # fmt: skip


def _contract(terms: Terms) -> tuple[tuple[tuple[str, str], ...], ...]:
    money = money_words(terms.price)
    return (
        (("服务名称", terms.title),),
        (("承接单位", terms.contractor), ("采购单位", terms.unit)),
        (("合同编号", terms.contract_no), ("签订日期", _day(terms.signed_on))),
        (("合同金额", f"{money}元" if money else ""), ("服务期限", _span(terms))),
    )


def _span(terms: Terms) -> str:
    first, last = _day(terms.starts_on), _day(terms.ends_on)
    return f"{first}\n至{last}" if first and last else first or last


def _row(number: int, one: Result, year: int) -> tuple[str, ...]:
    late = "（迟交）" if one.is_late else ""
    why = f"：{one.why}" if one.why else ""
    return (
        str(number),
        one.what,
        _amount(one.wanted, one.counted_in),
        _amount(one.delivered, one.counted_in),
        _short(one.due_on, year),
        _short(one.delivered_on, year) + late,
        RESULTS[DeliverableState(one.state)] + why,
    )


def _amount(value: str, counted_in: str) -> str:
    words = amount_words(value)
    return f"{words}{counted_in}" if words else "—"


def _signer(one: Signer) -> str:
    return f"{one.name}\n{one.post}" if one.post else one.name


def _day(text: str) -> str:
    return date_text(date.fromisoformat(text)) if text else ""


def _short(text: str, year: int) -> str:
    """5月27日, in a narrow column; with its year where that is another than the acceptance's."""
    if not text:
        return "—"
    day = date.fromisoformat(text)
    return f"{day.month}月{day.day}日" if day.year == year else date_text(day)
