"""What stands in an official paper; how it looks follows from its kind and GB/T 9704-2012."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sciweek.papers.logic.blocks import Block


class PaperKind(StrEnum):
    """The forms that a paper can have."""

    notice = "notice"
    """通知: red head, number in the middle."""
    plan_notice = "plan_notice"
    """印发通知: a notice that prints a plan after its date."""
    letter = "letter"
    """函: head 30 mm below the page's top, two double red rules, no number on page 1."""
    report = "report"
    """报告: goes upward; number at left, 签发人 at right."""


@dataclass(frozen=True, slots=True)
class Annex:
    """附件: begins on a new page under its label (附件, or 附件1, 附件2 … when there are several)."""

    title: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What a notice prints after its date; its own annexes are the paper's `annexes`.

    `as_annex`: under the label 附件 and named in the annex note, before the paper's other annexes.
    """

    title: str
    blocks: tuple[Block, ...] = ()
    as_annex: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialPaper:
    """An official paper, in words. Only `kind`, `issuers` and `title` must be given.

    `issuers`: full names, the lead body first. `head_names`: the names in the red head where they differ.
    `head_text` stands behind the names in the red head (文件), empty for names alone; a letter has none.
    `number`: 临科字〔2028〕9号; empty leaves room for it. `signers`: 签发人, a report's only.
    `addressees` without the colon. `signature`: the names above the date, `issuers` when empty.
    `stamped`: names and date leave room for seals; a seal itself is never drawn.
    `note`: 附注 below the date, without its brackets. `copies_to`, `printed_by`, `printed_on`: the 版记.
    `fields` and `blocks` are values for merge fields of the office's templates beyond those that each kind has.
    """

    kind: PaperKind
    issuers: tuple[str, ...]
    title: str
    head_text: str = "文件"
    head_names: tuple[str, ...] = ()
    number: str = ""
    signers: tuple[str, ...] = ()
    addressees: str = ""
    body: tuple[Block, ...] = ()
    plan: Plan | None = None
    annexes: tuple[Annex, ...] = ()
    signature: tuple[str, ...] = ()
    date: dt.date | None = None
    stamped: bool = False
    note: str = ""
    copies_to: str = ""
    printed_by: str = ""
    printed_on: dt.date | None = None
    is_draft: bool = True
    fields: Mapping[str, str] = field(default_factory=dict)
    blocks: Mapping[str, tuple[Block, ...]] = field(default_factory=dict)
