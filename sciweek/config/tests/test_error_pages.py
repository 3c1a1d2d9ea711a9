"""What a browser is shown when nothing else can be: it says what is wrong and what to do next."""

from typing import Any

import pytest
from django.test import Client
from lxml import html

FORM = "application/x-www-form-urlencoded"


def said(answer: Any) -> str:
    page: Any = html.document_fromstring(answer.content.decode())
    return " ".join(page.cssselect("main")[0].text_content().split())


@pytest.mark.parametrize("body", ["name=" + "字" * 2_000_000, "&".join(f"a{n}=1" for n in range(5001))])
def test_what_is_too_much_for_one_form_is_told_by_its_size_and_not_as_a_riddle(db: None, body: str) -> None:
    answer = Client().post("/sign-in/login/", body.encode(), content_type=FORM)
    assert answer.status_code == 413
    assert "这次提交太大了" in said(answer)
    assert "5 MB、5000 项" in said(answer)


def test_what_is_not_found_leads_to_where_one_came_from(db: None) -> None:
    assert "从首页找找" in said(Client().get("/nothing/"))
    assert "从工作台找找" in said(Client().get("/desk/nothing/"))
