from typing import Any

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from sciweek.base.errors import Conflict, Refused
from sciweek.committee.tests.cast import Cast, make_cast
from sciweek.logbook.models import Entry
from sciweek.notice import actions
from sciweek.notice.models import Finding, Notice
from sciweek.notice.states import TAKEN, NoticeState, Verdict
from sciweek.notice.tests.papers import HIGHER, OWN, put_in


@pytest.fixture
def notice(cast: Cast) -> Notice:
    return put_in(cast)


def one(notice: Notice, field: str) -> Finding:
    return notice.findings.select_related("notice").filter(field=field)[0]


def test_a_paper_becomes_findings_with_evidence_and_none_is_decided(cast: Cast, notice: Notice) -> None:
    with cast.inside():
        assert notice.state == NoticeState.REVIEW
        title = one(notice, "title")
        start, end = title.evidence[0]
        assert notice.text[start:end] == title.value
        assert title.reason
        assert set(notice.findings.values_list("verdict", flat=True)) == {Verdict.OPEN}
        assert [f.position for f in notice.findings.all()] == list(range(1, notice.findings.count() + 1))


def test_reading_twice_makes_nothing_twice(cast: Cast, notice: Notice) -> None:
    with cast.inside():
        before = notice.findings.count()
        from sciweek.notice.jobs import read_notice

        read_notice.call(region_id=cast.region.pk, notice_id=notice.pk)
        assert notice.findings.count() == before


def test_a_correction_keeps_what_was_read(cast: Cast, notice: Notice) -> None:
    with cast.inside():
        theme = one(notice, "theme")
        done = actions.correct_finding(cast.actor("office"), theme, boxes={"value": "江水长流"})
        assert (done.verdict, done.value, done.read_value) == (
            Verdict.CORRECTED,
            "江水长流",
            "江水不息 科学常新",
        )
        back = actions.accept_finding(cast.actor("office"), done)
        assert (back.verdict, back.value) == (Verdict.ACCEPTED, "江水不息 科学常新")


def test_a_correction_to_what_was_read_is_an_acceptance(cast: Cast, notice: Notice) -> None:
    with cast.inside():
        theme = one(notice, "theme")
        done = actions.correct_finding(cast.actor("office"), theme, boxes={"value": theme.value})
        assert done.verdict == Verdict.ACCEPTED


@pytest.mark.parametrize(
    ("field", "boxes", "wrong"),
    [
        ("title", {"value": " "}, "value"),
        ("week_start", {"value": "2028-02-30"}, "value"),
        ("deadlines", {"what": "总结", "due": "2028-05-01", "opens_on": "2028-05-09"}, "due"),
        ("deadlines", {"what": "总结", "due": ""}, "due"),
        ("deadlines", {"what": "总结", "due": "2028-05-01", "time": "25:00"}, "time"),
        ("contacts", {"email": "kjj.linjiang"}, "email"),
        ("contacts", {}, "office"),
        ("activities", {"name": "讲座", "starts_on": "2028-05-02", "ends_on": "2028-05-01"}, "ends_on"),
    ],
)
def test_a_correction_without_sense_is_refused_at_its_box(
    cast: Cast, notice: Notice, field: str, boxes: dict[str, Any], wrong: str
) -> None:
    with cast.inside(), pytest.raises(Refused) as refusal:
        actions.correct_finding(cast.actor("office"), one(notice, field), boxes=boxes)
    assert wrong in refusal.value.fields


def test_what_another_said_meanwhile_is_shown_and_not_overwritten(cast: Cast, notice: Notice) -> None:
    with cast.inside():
        theme = one(notice, "theme")
        seen = theme.version
        actions.correct_finding(cast.actor("office"), theme, boxes={"value": "甲"}, seen_version=seen)
        with pytest.raises(Conflict) as conflict:
            actions.correct_finding(cast.actor("office"), theme, boxes={"value": "乙"}, seen_version=seen)
    assert conflict.value.mine["value"] == "乙"
    assert conflict.value.theirs["value"] == "甲"


def test_pressing_accept_twice_is_no_conflict(cast: Cast, notice: Notice) -> None:
    with cast.inside():
        theme = one(notice, "theme")
        first = actions.accept_finding(cast.actor("office"), theme, seen_version=theme.version)
        again = actions.accept_finding(cast.actor("office"), theme, seen_version=theme.version)
        assert again.version == first.version


def test_accepting_the_rest_leaves_what_is_doubtful_and_can_be_taken_back(cast: Cast, notice: Notice) -> None:
    with cast.inside():
        doubtful, rejected = one(notice, "week_end"), one(notice, "theme")
        Finding.objects.filter(pk=doubtful.pk).update(doubt="星期与日期不符")
        actions.reject_finding(cast.actor("office"), rejected)
        rows = actions.accept_rest(cast.actor("office"), notice)
        assert one(notice, "week_end").verdict == Verdict.OPEN
        assert one(notice, "theme").verdict == Verdict.REJECTED
        assert len(rows) == notice.findings.count() - 2
        actions.correct_finding(cast.actor("office"), one(notice, "title"), boxes={"value": "改过的"})
        back = actions.reopen_findings(cast.actor("office"), notice, [row.pk for row in rows])
        assert back == len(rows) - 1
        assert one(notice, "title").verdict == Verdict.CORRECTED


def test_what_the_reader_missed_is_added_once_with_its_evidence(cast: Cast, notice: Notice) -> None:
    start = notice.text.index("水质观察微视频征集")
    given: dict[str, Any] = {
        "field": "activities",
        "boxes": {"name": "水质观察", "hosts": ["区科协"]},
        "evidence": [[start, start + 9], [5, 2]],
        "request_uid": "5e0c8f0e-58a5-4f52-8f2a-000000000001",
    }
    with cast.inside():
        added = actions.add_finding(cast.actor("office"), notice, **given)
        again = actions.add_finding(cast.actor("office"), notice, **given)
        assert again.pk == added.pk
        assert added.verdict == Verdict.ADDED
        assert notice.text[added.evidence[0][0] : added.evidence[0][1]] == "水质观察微视频征集"
        undone = actions.undo_verdict(cast.actor("office"), added)
        assert undone.verdict == Verdict.REJECTED


def test_a_second_title_is_refused(cast: Cast, notice: Notice) -> None:
    with cast.inside(), pytest.raises(Refused) as refusal:
        actions.add_finding(cast.actor("office"), notice, field="title", boxes={"value": "又一个"})
    assert refusal.value.code == "taken"


def test_the_log_holds_no_phone(cast: Cast, notice: Notice) -> None:
    with cast.inside():
        contact = one(notice, "contacts")
        actions.correct_finding(
            cast.actor("office"),
            contact,
            boxes={"office": "区科技局", "person": "何工", "phone": "0890-6120099"},
        )
        lines = Entry.objects.filter(kind="notice.finding")
        assert lines
        assert not any("6120" in f"{line.object_name}{line.changes}{line.why}" for line in lines)


@pytest.mark.parametrize("who", ["publicity", "auditor", "liaison"])
def test_only_the_office_decides(cast: Cast, notice: Notice, who: str) -> None:
    with cast.inside(), pytest.raises(Exception) as refusal:
        actions.accept_finding(cast.actor(who), one(notice, "title"))
    assert type(refusal.value).__name__ in ("Forbidden", "OutOfSight")


def test_a_text_that_is_no_notice_has_no_findings(cast: Cast) -> None:
    notice = put_in(cast, "今天食堂吃面。\n明天吃米饭。")
    with cast.inside():
        assert notice.state == NoticeState.REVIEW
        assert not notice.findings.exists()


def test_recognised_text_makes_every_finding_doubtful(cast: Cast) -> None:
    from sciweek.notice.actions.intake import Outcome, record_reading
    from sciweek.notice.logic.reading import read

    with cast.inside():
        notice = actions.hand_in_notice(
            cast.actor("office"), cast.region, role="own", file_name="scan.jpg", data=b"picture"
        )
        outcome = Outcome(read(OWN).as_dict(), media="image", doubtful=True)
        record_reading(cast.actor("office"), notice, outcome)
        assert notice.findings.exists()
        assert not notice.findings.filter(doubt="").exists()


# --- any order of words ------------------------------------------------------------------------------------------


class Verdicts(RuleBasedStateMachine):
    """Whatever the office says in whatever order: no impossible state, nothing read is lost."""

    cast: Cast
    notice: Notice

    def __init__(self) -> None:
        super().__init__()
        # Each run of the machine starts from the same empty tables.
        self.tables = transaction.atomic()
        self.tables.__enter__()
        self.cast = make_cast()
        self.notice = put_in(self.cast, HIGHER, role="higher")
        with self.cast.inside():
            self.read = dict(self.notice.findings.values_list("pk", "read_value"))
        self.added = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.tables.__exit__(None, None, None)

    def _any(self, at: int) -> Finding:
        rows = list(self.notice.findings.select_related("notice"))
        return rows[at % len(rows)]

    def _try(self, action: Any, *args: Any, **values: Any) -> None:
        try:
            action(self.cast.actor("office"), *args, **values)
        except Refused as refusal:
            if refusal.code not in ("nothing_to_undo", "no_such_move", "taken"):
                raise

    @rule(at=st.integers(0, 40))
    def accept(self, at: int) -> None:
        with self.cast.inside():
            self._try(actions.accept_finding, self._any(at))

    @rule(at=st.integers(0, 40))
    def reject(self, at: int) -> None:
        with self.cast.inside():
            self._try(actions.reject_finding, self._any(at))

    @rule(at=st.integers(0, 40))
    def undo(self, at: int) -> None:
        with self.cast.inside():
            self._try(actions.undo_verdict, self._any(at))

    @rule(text=st.sampled_from(["甲", "乙"]))
    def correct_theme(self, text: str) -> None:
        with self.cast.inside():
            theme = self.notice.findings.select_related("notice").get(field="theme")
            self._try(actions.correct_finding, theme, boxes={"value": text})

    @precondition(lambda self: self.added < 3)
    @rule()
    def add(self) -> None:
        with self.cast.inside():
            self._try(actions.add_finding, self.notice, field="requirements", boxes={"value": "注意安全"})
            self.added += 1

    @rule()
    def accept_rest(self) -> None:
        with self.cast.inside():
            self._try(actions.accept_rest, self.notice)

    @invariant()
    def nothing_impossible(self) -> None:
        with self.cast.inside():
            for row in self.notice.findings.all():
                assert row.is_by_hand or row.read_value == self.read[row.pk]
                if row.verdict == Verdict.ACCEPTED:
                    assert row.value == row.read_value
                if row.verdict == Verdict.CORRECTED:
                    assert row.value != row.read_value
                if row.is_by_hand:
                    assert row.verdict in (Verdict.ADDED, Verdict.REJECTED)
                assert row.verdict in Verdict.values
                assert not (row.verdict in TAKEN and row.value is None)


def test_no_order_of_words_leads_to_an_impossible_state(db: None) -> None:
    run_state_machine_as_test(
        Verdicts, settings=settings(max_examples=10, stateful_step_count=15, deadline=None)
    )
