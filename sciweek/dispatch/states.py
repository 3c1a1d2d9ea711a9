from django.db import models
from django.utils.translation import gettext_lazy as _

from sciweek.base.states import Move


class PaperKind(models.TextChoices):
    """The papers that the office sends out; the words are those of `papers.logic.official.PaperKind`."""

    NOTICE = "notice", _("联合通知")
    PLAN_NOTICE = "plan_notice", _("印发方案的通知")
    LETTER = "letter", _("函")
    REPORT = "report", _("报告")


class TableKind(models.TextChoices):
    """Tables and forms that go with a paper or by themselves."""

    ARRANGEMENTS = "arrangements", _("活动安排表")
    FILING = "filing", _("重点活动备案表")
    CONTACTS = "contacts", _("单位联络表")
    RETURN_FORM = "return_form", _("回执（空白）")


class AnnexKind(models.TextChoices):
    """What a paper may carry behind it. The list of liaisons is the office's own and goes with no paper."""

    ARRANGEMENTS = "arrangements", _("活动安排表")
    FILING = "filing", _("重点活动备案表（已填）")
    FILING_FORM = "filing_form", _("重点活动备案表（空白）")
    RETURN_FORM = "return_form", _("联络员回执（空白）")


# Which annexes suit which paper: contacts of the filled table go upward only.
ANNEXES = {
    PaperKind.NOTICE: (AnnexKind.ARRANGEMENTS, AnnexKind.FILING_FORM, AnnexKind.RETURN_FORM),
    PaperKind.PLAN_NOTICE: (AnnexKind.ARRANGEMENTS, AnnexKind.FILING_FORM, AnnexKind.RETURN_FORM),
    PaperKind.LETTER: (AnnexKind.FILING_FORM, AnnexKind.RETURN_FORM),
    PaperKind.REPORT: (AnnexKind.ARRANGEMENTS, AnnexKind.FILING),
}


class PaperState(models.TextChoices):
    """How far a paper has come. 会签 and 签发 happen in the district's own office system."""

    DRAFT = "draft", _("草稿")
    SENT = "sent", _("已送签")
    ISSUED = "issued", _("已印发")
    SET_ASIDE = "set_aside", _("已搁置")


PAPER_MOVES = {
    (PaperState.DRAFT, PaperState.SENT): Move("dispatch.run_papers"),
    (PaperState.SENT, PaperState.DRAFT): Move("dispatch.run_papers"),
    (PaperState.DRAFT, PaperState.ISSUED): Move("dispatch.run_papers"),
    (PaperState.SENT, PaperState.ISSUED): Move("dispatch.run_papers"),
    (PaperState.DRAFT, PaperState.SET_ASIDE): Move("dispatch.run_papers"),
    (PaperState.SENT, PaperState.SET_ASIDE): Move("dispatch.run_papers"),
    (PaperState.SET_ASIDE, PaperState.DRAFT): Move("dispatch.run_papers"),
}
