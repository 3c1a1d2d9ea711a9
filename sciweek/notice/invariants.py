from collections.abc import Iterable

from sciweek.base.invariants import Invariant
from sciweek.notice.models import Finding, Notice
from sciweek.notice.states import NoticeState, Verdict
from sciweek.week.models import Week


def _used_without_week() -> Iterable[str]:
    used = Notice.objects.over_the_wall("base.doctor").filter(state=NoticeState.USED)
    weeks = dict(Week.objects.values_list("pk", "region_id"))
    for notice in used.only("code", "week_id", "region_id"):
        if weeks.get(notice.week_id or 0) != notice.region_id:
            yield notice.code


def _accepted_otherwise() -> Iterable[str]:
    rows = Finding.objects.over_the_wall("base.doctor").exclude(pointer="")
    for finding in rows.filter(verdict__in=(Verdict.ACCEPTED, Verdict.CORRECTED)).iterator():
        if (finding.value == finding.read_value) != (finding.verdict == Verdict.ACCEPTED):
            yield f"{finding.pk} {finding}"


def _evidence_outside() -> Iterable[str]:
    notices = Notice.objects.over_the_wall("base.doctor").exclude(text="").only("text", "code")
    for notice in notices.iterator():
        rows = Finding.objects.over_the_wall("base.doctor").filter(notice_id=notice.pk)
        for pk, evidence in rows.values_list("pk", "evidence"):
            if any(not 0 <= start < end <= len(notice.text) for start, end in evidence):
                yield f"{notice.code} {pk}"


def invariants() -> list[Invariant]:
    return [
        Invariant("notice.used_has_week", "A used notice leads to a week of its region.", _used_without_week),
        Invariant(
            "notice.accepted_as_read",
            "Accepted means the value that was read, corrected another.",
            _accepted_otherwise,
        ),
        Invariant("notice.evidence_in_text", "Evidence lies inside the notice's text.", _evidence_outside),
    ]
