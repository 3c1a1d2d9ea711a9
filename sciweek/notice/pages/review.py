"""Checking what was read, beside the paper. Each verdict is one small form; htmx swaps its row and the counts."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from sciweek.base import access
from sciweek.base.errors import Conflict, Refused
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.look.parts import Tab
from sciweek.notice import actions
from sciweek.notice.forms.findings import AddForm, FindingForm
from sciweek.notice.logic.values import FIELDS
from sciweek.notice.models import Finding, Notice
from sciweek.notice.pages.intake import context_of, find_notice, unreadable_page, waiting_page
from sciweek.notice.queries.review import Progress, progress, review_sheet, row_of
from sciweek.notice.queries.wording import words_of
from sciweek.notice.states import NoticeState, Verdict
from sciweek.week.models import Week

FILTERS = ("open", "doubtful", "rejected")
UNDO_KEY = "notice_accepted"


@desk_page("notice.see_notices", needs_week=False)
def review(request: DeskRequest, code: str) -> HttpResponse:
    """The paper and its findings; while it is being read, the waiting page; if it could not be, the form again."""
    notice = find_notice(request, code)
    if notice.state == NoticeState.WAITING:
        return waiting_page(request, notice)
    if request.htmx:
        # The waiting page asked, and there is something to see now.
        return HttpResponse(headers={"HX-Refresh": "true"})
    if notice.state == NoticeState.UNREADABLE:
        return unreadable_page(request, notice)
    only = request.GET.get("only", "")
    sheet = review_sheet(notice, only=only if only in FILTERS else "")
    counts = sheet.progress
    accepted = request.session.get(UNDO_KEY, {})
    made = Week.objects.filter(pk=notice.week_id).first() if notice.week_id else None
    return render(
        request,
        "notice/review.html",
        context_of(
            request,
            sheet=sheet,
            counts=counts,
            base=reverse("notice:review", kwargs={"code": code}),
            notice=notice,
            tabs=_tabs(counts, only),
            may_run=access.may(request.actor, "notice.run_notices", request.region) and sheet.is_open,
            made=made,
            made_url=reverse("desk:home", kwargs={"week_slug": made.slug}) if made else "",
            just_accepted=len(accepted["ids"]) if accepted.get("notice") == notice.pk else 0,
        ),
    )


def _tabs(counts: Progress, only: str) -> list[Tab]:
    return [
        Tab(_("全部"), "?", not only, counts.total),
        Tab(_("待核对"), "?only=open", only == "open", counts.open),
        Tab(_("存疑"), "?only=doubtful", only == "doubtful", counts.doubtful),
    ]


def _finding(request: DeskRequest, code: str, pk: int) -> Finding:
    finding = find_notice(request, code).findings.select_related("notice").filter(pk=pk).first()
    if finding is None:
        raise Http404(str(pk))
    return finding


VERDICTS = {
    "accept": actions.accept_finding,
    "reject": actions.reject_finding,
}


@require_POST
@desk_page("notice.run_notices", needs_week=False)
def verdict(request: DeskRequest, code: str, pk: int, word: str) -> HttpResponse:
    """Accept, reject or undo."""
    finding = _finding(request, code, pk)
    trouble: Refused | None = None
    try:
        if word == "undo":
            finding = actions.undo_verdict(request.actor, finding)
        else:
            finding = VERDICTS[word](request.actor, finding, seen_version=_seen(request))
    except Refused as refusal:
        if refusal.status == 403:
            raise
        trouble = refusal
        finding.refresh_from_db()
    return _row(request, finding, trouble)


def _seen(request: DeskRequest) -> int | None:
    text = request.POST.get("seen_version", "")
    return int(text) if text.isdecimal() and len(text) < 9 else None


def _row(request: DeskRequest, finding: Finding, trouble: Refused | None = None) -> HttpResponse:
    """The row and the counts to htmx; the whole page, at the row, to a browser without it."""
    if not request.htmx:
        if trouble is not None:
            messages.error(request, _said(finding, trouble))
        return redirect(
            f"{reverse('notice:review', kwargs={'code': finding.notice.code})}#f{finding.position}"
        )
    only = _filter_of(request)
    context = _row_context(finding, only=only, trouble=_said(finding, trouble) if trouble else "")
    return render(request, "notice/review.html#answer", context)


def _filter_of(request: DeskRequest) -> str:
    """The filter of the page that htmx asks from."""
    query = request.headers.get("HX-Current-URL", "").partition("?")[2].partition("#")[0]
    found = QueryDict(query).get("only", "")
    return found if found in FILTERS else ""


def _said(finding: Finding, trouble: Refused) -> str:
    text = str(trouble)
    if isinstance(trouble, Conflict):
        theirs = words_of(finding.field, finding.value).value
        mine = words_of(finding.field, trouble.mine.get("value")).value
        return _("%(text)s 现在是“%(theirs)s”（%(verdict)s），您要定的是“%(mine)s”。") % {
            "text": text,
            "theirs": theirs,
            "verdict": Verdict(finding.verdict).label,
            "mine": mine,
        }
    return text


def _row_context(finding: Finding, **given: Any) -> dict[str, Any]:
    counts = progress(finding.notice)
    return {
        "row": row_of(finding, finding.notice.text),
        "notice": finding.notice,
        "counts": counts,
        "tabs": _tabs(counts, given.pop("only", "")),
        "may_run": True,
        "base": reverse("notice:review", kwargs={"code": finding.notice.code}),
    } | given


@desk_page("notice.run_notices", needs_week=False)
def correct(request: DeskRequest, code: str, pk: int) -> HttpResponse:
    """The form of a correction: in its row for htmx, as a page of its own otherwise."""
    finding = _finding(request, code, pk)
    form = FindingForm(
        request.POST or None,
        field=finding.field,
        value=finding.value,
        initial={"seen_version": finding.version},
        prefix=f"c{finding.pk}",
    )
    if request.method == "POST" and form.is_valid():
        try:
            done = actions.correct_finding(
                request.actor, finding, boxes=form.boxes(), seen_version=form.cleaned_data["seen_version"]
            )
        except Refused as refusal:
            if refusal.status == 403:
                raise
            if isinstance(refusal, Conflict):
                finding.refresh_from_db()
                form.saw(finding.version)
                form.add_error(None, _said(finding, refusal))
            else:
                form.show(refusal)
        else:
            return _row(request, done)
    context = _row_context(finding, form=form, words=words_of(finding.field, finding.read_value))
    template = "notice/correct.html#row" if request.htmx else "notice/correct.html"
    return render(request, template, context_of(request, **context), status=422 if form.errors else 200)


@desk_page("notice.see_notices", needs_week=False)
def row(request: DeskRequest, code: str, pk: int) -> HttpResponse:
    """The row again, after a correction was broken off."""
    finding = _finding(request, code, pk)
    if not request.htmx:
        return redirect(f"{reverse('notice:review', kwargs={'code': code})}#f{finding.position}")
    return render(request, "notice/review.html#answer", _row_context(finding, only=_filter_of(request)))


@desk_page("notice.run_notices", needs_week=False)
def add(request: DeskRequest, code: str) -> HttpResponse:
    """Add what the reader missed; `field` in the address chooses the boxes."""
    notice = find_notice(request, code)
    given = request.POST or request.GET
    field = given.get("n-field") or given.get("field") or "deadlines"
    field = field if field in FIELDS else "deadlines"
    start, end = _place_in(notice, given.get("start")), _place_in(notice, given.get("end"))
    quoted = notice.text[start:end] if start is not None and end is not None else ""
    initial: dict[str, Any] = {"evidence_start": start, "evidence_end": end}
    if quoted:
        initial[FIELDS[field].parts[0].name] = quoted.strip()[:300]
    posted = request.method == "POST" and "change" not in request.POST
    form = AddForm(request.POST if posted else None, field=field, prefix="n", initial=initial)
    if posted and form.is_valid():
        try:
            finding = actions.add_finding(
                request.actor,
                notice,
                field=field,
                boxes=form.boxes(),
                evidence=form.evidence(),
                request_uid=form.once_key,
            )
        except Refused as refusal:
            form.show(refusal)
        else:
            messages.success(request, _("已补写。"))
            return redirect(f"{reverse('notice:review', kwargs={'code': code})}#f{finding.position}")
    context = context_of(request, notice=notice, form=form, quote=quoted[:300], field=field)
    return render(request, "notice/add.html", context, status=422 if form.errors else 200)


def _place_in(notice: Notice, text: str | None) -> int | None:
    """A place in the paper's text as an address names it; None for anything else."""
    if not text or not text.isdecimal() or len(text) > 9:
        return None
    return min(int(text), len(notice.text))


@require_POST
@desk_page("notice.run_notices", needs_week=False)
def accept_rest(request: DeskRequest, code: str) -> HttpResponse:
    """Accept everything that is open and not doubtful; it can be taken back as a whole."""
    notice = find_notice(request, code)
    rows = actions.accept_rest(request.actor, notice)
    request.session[UNDO_KEY] = {"notice": notice.pk, "ids": [row.pk for row in rows]} if rows else {}
    if not rows:
        messages.info(request, _("没有待核对的了。存疑的要逐条看过再定。"))
    return redirect("notice:review", code=code)


@require_POST
@desk_page("notice.run_notices", needs_week=False)
def undo_rest(request: DeskRequest, code: str) -> HttpResponse:
    """Take “accept the rest” back."""
    notice = find_notice(request, code)
    kept = request.session.pop(UNDO_KEY, {})
    ids = kept.get("ids", []) if kept.get("notice") == notice.pk else []
    count = actions.reopen_findings(request.actor, notice, ids)
    words = ngettext("已撤回，%(n)d 处回到待核对。", "已撤回，%(n)d 处回到待核对。", count)
    messages.success(request, words % {"n": count})
    return redirect("notice:review", code=code)


@require_POST
@desk_page("notice.see_notices", needs_week=False)
def place(request: DeskRequest, code: str) -> HttpResponse:
    """Remember which finding is looked at."""
    notice: Notice = find_notice(request, code)
    pk = request.POST.get("finding", "")
    actions.remember_place(request.actor, notice, int(pk) if pk.isdecimal() and len(pk) < 18 else None)
    return HttpResponse(status=204)
