"""The pages on which people make keys for programs and look after them."""

import re

from sciweek.committee.models import ApiToken
from sciweek.committee.tests.cast import Cast


def test_a_key_without_rights_is_not_made_and_the_form_does_not_call_them_optional(in_week: Cast) -> None:
    browser = in_week.client("office")
    fresh = browser.get("/desk/tokens/new/").content.decode()
    assert "可不填" not in fresh[fresh.index("可以做什么") : fresh.index("活动：读")]
    answer = browser.post("/desk/tokens/new/", {"name": "区数据大屏", "days": "30"})
    assert answer.status_code == 422
    assert "请至少选一项权限。" in answer.content.decode()
    assert not ApiToken.objects.exists()


def test_the_list_tells_reading_and_changing_once_and_never_the_secret(in_week: Cast) -> None:
    browser = in_week.client("office")
    scopes = ["activities:read", "activities:write", "units:read"]
    made = browser.post("/desk/tokens/new/", {"name": "区数据大屏", "scopes": scopes, "days": "30"})
    (secret,) = set(re.findall(r"sw_[\w-]{30,}", made.content.decode()))
    page = browser.get("/desk/tokens/").content.decode()
    assert "活动：读和改 · 单位和签收：读" in page
    assert secret not in page
    assert ApiToken.objects.get().scopes == scopes
