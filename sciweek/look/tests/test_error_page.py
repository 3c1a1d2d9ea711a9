"""Where the page of an error leads back to."""

from typing import Any

import pytest
from django.test import Client
from lxml import html


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "back", "words"),
    [
        ("/nope/", "/", "回首页"),
        ("/en/nope/", "/en/", "Home page"),
        ("/desk/nope/", "/desk/", "回工作台"),
        ("/en/desk/nope/", "/en/desk/", "Back to the desk"),
    ],
)
def test_an_error_leads_back_in_its_language_and_to_the_side_on_which_it_came(
    client: Client, path: str, back: str, words: str
) -> None:
    page: Any = html.document_fromstring(client.get(path).content.decode())
    [button] = page.cssselect(".error-page a.button")
    assert (button.get("href"), button.text_content()) == (back, words)
