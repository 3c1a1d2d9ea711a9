"""The log page: who changed this, from what to what, why."""

import pytest
from django.http import QueryDict
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from sciweek.activities import actions as activities
from sciweek.activities.models import Activity
from sciweek.activities.tests.places import Place, at, make_place
from sciweek.desk.queries import LogFilter, LogLine, log_page
from sciweek.desk.queries.log import PAGE, in_words
from sciweek.logbook.actions import append
from sciweek.logbook.models import Entry
from sciweek.logbook.sealing import seal_entries


def add(place: Place, name: str = "开放日") -> Activity:
    return activities.add_activity(
        place.liaison,
        place.week,
        name=name,
        kind="open",
        unit=place.units[0],
        starts_at=at(25, 9),
        place="水厂",
    )


def lines(place: Place, **words: str) -> list[LogLine]:
    return log_page(place.week, LogFilter(**words)).lines


def page(place: Place, role: str = "auditor", **words: str) -> str:
    client = Client()
    client.force_login(place.people[role])
    answer = client.get(f"/desk/w/{place.week.slug}/log/", words)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_line_says_who_did_what_from_what_to_what_and_why(place: Place) -> None:
    row = activities.submit_activity(place.liaison, add(place))
    activities.return_activity(place.office, row, why="缺门牌号")
    line = lines(place)[0]
    assert (line.who, line.what, line.thing, line.why) == ("office老师", "退回活动", "开放日", "缺门牌号")
    state = next(change for change in line.changes if change.field == "状态")
    assert (state.old, state.new) == ("待看", "已退回")


def test_everything_that_happened_to_one_thing_is_one_click_away(place: Place) -> None:
    row = activities.submit_activity(place.liaison, add(place))
    add(place, "旁边的讲座")
    of = f"activities.activity:{row.pk}"
    assert [line.what for line in lines(place, of=of)] == ["提交活动", "填报活动"]
    text = page(place, of=of)
    assert "旁边的讲座" not in text
    assert "只看“开放日”" in text


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ({"kind": "activities.activity"}, {"开放日", "讲座"}),
        ({"kind": "committee.unit"}, {"云栖街道办事处", "区教育局", "临江自来水厂"}),
        ({"name": "讲"}, {"讲座"}),
        ({"who": "liaison"}, {"开放日", "讲座"}),
        ({"who": "nobody"}, set()),
        ({"verb": "cancel_activity"}, {"讲座"}),
        ({"why": "嘉宾"}, {"讲座"}),
        ({"why": "%"}, set()),
        ({"name": "_"}, set()),
        ({"since": "2099-01-01"}, set()),
        ({"until": "2001-01-01"}, set()),
        ({"kind": "activities.activity", "verb": "submit_activity"}, {"讲座"}),
    ],
)
def test_the_log_is_narrowed(place: Place, words: dict[str, str], found: set[str]) -> None:
    add(place)
    row = activities.submit_activity(place.liaison, add(place, "讲座"))
    activities.cancel_activity(place.liaison, row, why="嘉宾有变")
    assert {line.thing for line in lines(place, **words)} == found


def test_a_code_finds_what_happened_to_its_row_whatever_it_was_called_then(place: Place) -> None:
    row = add(place)
    now = activities.edit_activity(
        place.liaison, row, seen_version=row.version, name="换名字", kind="open", place="水厂"
    )
    add(place, "旁边的讲座")
    assert {line.thing for line in lines(place, name=now.code.lower())} == {"开放日", "换名字"}


@pytest.mark.parametrize(
    "query",
    [
        "kind=nothing&verb=drop&since=2027-13-01&before=abc&of=x",
        "of=activities.activity:99999999999999999999",
        "of=activities.activity:-1&before=-5",
        "before=99999999999999999999999",
        "name=" + "字" * 300,
        "since=9999-12-31&until=0001-01-01",
        "who=%F0%9F%8E%88&why=%25%5F",
        "of=activities.activity:٣",
    ],
)
def test_what_makes_no_sense_is_left_out(place: Place, query: str) -> None:
    client = Client()
    client.force_login(place.people["auditor"])
    assert client.get(f"/desk/w/{place.week.slug}/log/?{query}").status_code == 200
    wanted = LogFilter.read(QueryDict(query))
    assert LogFilter.read(QueryDict(wanted.query())) == wanted


def test_pages_stay_themselves_while_new_lines_come_in(place: Place) -> None:
    for number in range(PAGE + 5):
        append(place.office, "edit_unit", place.units[0], why=f"第{number}次")
    first = log_page(place.week, LogFilter())
    for _more in range(7):
        append(place.office, "edit_unit", place.units[0], why="新来的")
    second = log_page(place.week, LogFilter(before=first.older))
    assert second.lines[0].id < first.lines[-1].id
    assert not {line.id for line in first.lines} & {line.id for line in second.lines}
    whys = [line.why for line in first.lines + second.lines if line.why.startswith("第")]
    assert whys == [f"第{number}次" for number in reversed(range(PAGE + 5))]


def test_days_and_hours_are_told_in_local_words(place: Place) -> None:
    assert in_words("activities.activity", "starts_at", "2027-05-25T01:00:00+00:00", "Asia/Shanghai") == (
        "2027年5月25日（周二）上午9:00"
    )
    assert in_words("duties.handin", "handed_at", "2027-05-25T16:30:00+00:00", "Asia/Shanghai").startswith(
        "2027年5月26日"
    )
    assert in_words("duties.duty", "due_on", "2027-05-25", "Asia/Shanghai") == "2027年5月25日（周二）"
    assert in_words("duties.duty", "due_time", "17:30:00", "Asia/Shanghai") == "17:30"


@pytest.mark.parametrize(
    ("kind", "name", "value", "words"),
    [
        ("activities.activity", "state", "submitted", "待看"),
        ("activities.activity", "audience", ["family", "primary"], "亲子、小学生"),
        ("activities.activity", "is_all_day", True, "是"),
        ("activities.activity", "marks", {"place": "写到门牌号"}, "地点：写到门牌号"),
        ("activities.activity", "opinion", "referred", "需报审"),
        ("activities.activity", "starts_at", "五月", "五月"),
        ("gone.model", "field", "值", "值"),
        ("activities.activity", "expected", 0, "0"),
        ("activities.activity", "place", None, ""),
    ],
)
def test_values_are_told_as_people_write_them(kind: str, name: str, value: object, words: str) -> None:
    assert in_words(kind, name, value, "Asia/Shanghai") == words


def test_long_texts_are_marked_where_they_differ(place: Place) -> None:
    row = add(place)
    old = "参观水厂的沉淀池和滤池，工程师讲解一杯水从江里到家里的路。"
    for text in (old, old.replace("沉淀池", "清水池")):
        row = activities.edit_activity(
            place.liaison,
            row,
            seen_version=row.version,
            name="开放日",
            kind="open",
            place="水厂",
            summary=text,
        )
    text = page(place)
    assert "<del>沉淀</del>" in text
    assert "<ins>清水</ins>" in text


def test_the_seal_of_each_line_is_shown(place: Place) -> None:
    add(place)
    assert "一分钟内封存" in page(place)
    Entry.objects.update(at=at(1, 9).replace(year=2026))
    assert seal_entries() > 0
    assert "批次 1 已封存" in page(place)


def test_another_region_is_out_of_sight(place: Place) -> None:
    beside = make_place("heyuan", "云川市河源区")
    with beside.inside():
        other = add(beside, "河源开放日")
    assert "河源" not in page(place)
    assert "河源" not in page(place, of=f"activities.activity:{other.pk}")
    assert "河源" not in page(place, name=other.code)


def test_who_reads_the_log(place: Place) -> None:
    for role, status in (("office", 200), ("auditor", 200), ("publicity", 404), ("liaison", 404)):
        client = Client()
        client.force_login(place.people[role])
        assert client.get(f"/desk/w/{place.week.slug}/log/").status_code == status


def test_a_page_of_the_log_takes_few_queries(
    place: Place, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(60):
        append(place.office, "edit_unit", place.units[0], why=f"第{number}次", changes={"name": ("旧", "新")})
    with django_assert_num_queries(2):
        log_page(place.week, LogFilter())


def test_what_people_wrote_is_shown_as_text(place: Place) -> None:
    append(
        place.office, "edit_unit", place.units[0], why="<script>1</script>", changes={"name": ("<b>", "&")}
    )
    text = page(place)
    assert "<script>1" not in text
    assert "&lt;b&gt;" in text
