"""The living page: everything is there, in both themes and both languages, and it is sound HTML."""

from collections import Counter

import pytest
from django.forms import CharField, Form, IntegerField
from django.test import RequestFactory, override_settings
from django.utils.translation import override
from lxml import html

from sciweek.look.fields import field_context
from sciweek.look.pages import living_page

PLAIN_STATIC = override_settings(
    STORAGES={"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
)


def page(query: str = "", language: str = "zh-hans") -> html.HtmlElement:
    with PLAIN_STATIC, override(language):
        return html.document_fromstring(living_page(RequestFactory().get(f"/look/{query}")).content)


@pytest.fixture(scope="module")
def both() -> html.HtmlElement:
    return page()


def test_no_id_stands_twice_and_every_reference_is_answered(both: html.HtmlElement) -> None:
    ids = Counter(both.xpath("//@id"))
    assert [name for name, times in ids.items() if times > 1] == []
    for attribute in ("for", "aria-describedby", "aria-labelledby"):
        for value in both.xpath(f"//@{attribute}"):
            assert set(value.split()) <= set(ids), value


def test_light_and_dark_stand_side_by_side_or_alone(both: html.HtmlElement) -> None:
    assert set(both.xpath("//*[contains(@class, 'living-half')]/@data-theme")) == {"light", "dark"}
    assert page("?theme=dark").xpath("/html/@data-theme") == ["dark"]


def test_a_day_says_its_date_today_and_its_count(both: html.HtmlElement) -> None:
    assert "5月25日（周二），今天，17 场" in both.xpath("//nav//ol//a[@aria-current='date']/@aria-label")
    names = page(language="en").xpath("//nav//ol//a/@aria-label")
    assert any(name.startswith("Wed 26 May, 13") for name in names)


def test_threads_are_hidden_from_screen_readers(both: html.HtmlElement) -> None:
    assert both.xpath("//svg[not(@aria-hidden='true') and not(@role='img')]") == []


def test_the_picker_is_radio_buttons_with_names_and_one_picked(both: html.HtmlElement) -> None:
    picker = both.xpath("//fieldset[contains(@class, 'ribbon-picker')]")[0]
    assert len(picker.xpath(".//input[@type='radio'][@aria-label]")) == 8
    assert picker.xpath(".//input[@checked]/@value") == ["2027-05-25"]


def test_the_language_of_the_page_is_named() -> None:
    assert page().attrib["lang"] == "zh-Hans-CN"
    assert page(language="en").attrib["lang"] == "en"


def test_absent_prints_a_dash_and_zero_prints_zero(both: html.HtmlElement) -> None:
    values = both.xpath("(//table[@class='bars'])[1]//td[@class='bars-value']/text()")
    assert values[-2:] == ["0", "—"]


class CountForm(Form):
    people = IntegerField(min_value=1)
    note = CharField(required=False)


def test_a_number_that_cannot_be_read_stays_in_its_field() -> None:
    form = CountForm({"people": "约三百"})
    context = field_context(form["people"])
    assert 'type="text"' in context["control"]
    assert 'inputmode="numeric"' in context["control"]
    assert 'value="约三百"' in context["control"]
    assert 'aria-invalid="true"' in context["control"]
    assert 'aria-describedby="id_people-error"' in context["control"]


def test_a_returned_note_is_tied_to_its_control() -> None:
    context = field_context(CountForm()["note"], returned="请写明楼层")
    assert 'aria-describedby="id_note-returned"' in context["control"]
