"""What Sciweek writes, its own reader reads back whole."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from sciweek.base import scope
from sciweek.config.demo.loading import load_demo
from sciweek.dispatch.logic.composing import compose, default_annexes
from sciweek.dispatch.logic.frames import text_template
from sciweek.dispatch.logic.material import DutyLine, Material, Wish
from sciweek.dispatch.logic.notices import due_sentence
from sciweek.dispatch.queries.material import material_of
from sciweek.notice.logic.intake import extract
from sciweek.notice.logic.reading import read
from sciweek.papers.logic.merging import merge_template, write_docx
from sciweek.papers.logic.official import OfficialPaper
from sciweek.papers.logic.preview import preview_pdf

pytestmark = pytest.mark.django_db

KINDS = ("notice", "plan_notice")
ISSUED_ON = date(2027, 4, 12)


@pytest.fixture(scope="module")
def material(django_db_setup: None, django_db_blocker: Any) -> Material:
    """The demo week as plain values, gathered once."""
    with django_db_blocker.unblock(), transaction.atomic():
        week = load_demo(date(2027, 4, 12))
        with scope.entered(week.region_id, week.pk):
            gathered = material_of(week)
        transaction.set_rollback(True)
    return gathered


def written(
    material: Material, kind: str, *, annexes: tuple[str, ...] | None = None, label: bool = True
) -> OfficialPaper:
    chosen = default_annexes(material, kind) if annexes is None else annexes
    return compose(material, Wish(kind=kind, annexes=chosen, doc_mark="临科字", labels_plan=label))


def read_back(data: bytes, name: str) -> dict[str, Any]:
    return read(extract(data, name).text).as_dict()


def bare(text: str | None) -> str:
    """Without blanks: the pages of a PDF lose one that falls on the end of a line."""
    return "".join((text or "").split())


def whole(found: dict[str, Any], material: Material) -> None:
    """Everything that the week knows stands in the reading, and nothing else."""
    assert found["title"]
    assert found["issuers"] == [body.name for body in material.bodies]
    assert (found["week_start"], found["week_end"]) == (
        material.starts_on.isoformat(),
        material.ends_on.isoformat(),
    )
    assert found["theme"] == material.theme
    assert [(bare(one["title"]), one["doc_no"]) for one in found["basis"]] == [
        (bare(title), number) for title, number in material.basis
    ]
    assert [(one["heading"], one["text"]) for one in found["directions"]] == list(material.directions)
    assert [_activity(one) for one in found["activities"]] == [
        (
            line.name,
            line.starts_on.isoformat() if line.starts_on else None,
            (line.ends_on or line.starts_on).isoformat() if line.starts_on else None,
            line.place,
            list(line.hosts),
            list(line.organisers),
            list(line.co_organisers),
        )
        for line in material.series
    ]
    assert [
        (one["due"], one["time"], one["opens_on"], one["what"], one["to"]) for one in found["deadlines"]
    ] == [
        (
            line.due_on.isoformat(),
            f"{line.due_time:%H:%M}" if line.due_time else None,
            line.opens_on.isoformat() if line.opens_on else None,
            line.what,
            line.receiver,
        )
        for line in material.duties
    ]
    assert [
        (one["office"], one["person"], one["phone"], one["email"] or "") for one in found["contacts"]
    ] == [(line.office, line.person, line.phone, line.email) for line in material.contacts]


def _activity(one: dict[str, Any]) -> tuple[Any, ...]:
    return (
        one["name"],
        one["starts_on"],
        one["ends_on"] or one["starts_on"],
        one["place"] or "",
        one["hosts"],
        one["organisers"],
        one["co_organisers"],
    )


@pytest.mark.parametrize("kind", KINDS)
def test_the_reader_finds_in_a_written_draft_all_that_the_week_knows(kind: str, material: Material) -> None:
    paper = written(material, kind)
    found = read_back(write_docx(paper), "通知.docx")
    whole(found, material)
    assert "，".join(found["addressees"]) == paper.addressees
    assert found["doc_no"] is None
    assert found["issued_on"] is None


@pytest.mark.parametrize("kind", KINDS)
def test_the_preview_says_the_same_as_the_draft(kind: str, material: Material) -> None:
    whole(read_back(preview_pdf(write_docx(written(material, kind))), "通知.pdf"), material)


@pytest.mark.parametrize("kind", KINDS)
def test_a_numbered_and_dated_paper_is_read_with_both(kind: str, material: Material) -> None:
    paper = replace(
        written(material, kind), number="临科字〔2027〕9号", date=ISSUED_ON, is_draft=False, stamped=True
    )
    for name, data in (("通知.docx", write_docx(paper)), ("通知.pdf", preview_pdf(write_docx(paper)))):
        found = read_back(data, name)
        whole(found, material)
        assert found["doc_no"] == "临科字〔2027〕9号"
        assert found["issued_on"] == ISSUED_ON.isoformat()


def test_a_plan_without_the_word_annex_above_it_is_read_as_well(material: Material) -> None:
    whole(read_back(write_docx(written(material, "plan_notice", label=False)), "通知.docx"), material)


def test_a_paper_in_the_offices_own_words_is_read_as_well(material: Material) -> None:
    data = merge_template(text_template("notice"), written(material, "notice"))
    whole(read_back(data, "通知.docx"), material)


def test_the_table_of_arrangements_adds_its_activities_and_loses_none_of_the_series(
    material: Material,
) -> None:
    found = read_back(write_docx(written(material, "notice", annexes=("arrangements",))), "通知.docx")
    names = {one["name"] for one in found["activities"]}
    public = [line.name for line in material.activities if line.is_public]
    assert len(public) > 90
    assert not [name for name in public if name not in names]


def test_dates_of_next_year_are_written_with_their_year_and_read_so(material: Material) -> None:
    late = DutyLine("《全年总结》", date(2028, 1, 10), receiver="区科技局业务科")
    assert "2028年1月10日前" in due_sentence(late, material)
    changed = replace(material, duties=(*material.duties, late))
    whole(read_back(write_docx(written(changed, "notice")), "通知.docx"), changed)
