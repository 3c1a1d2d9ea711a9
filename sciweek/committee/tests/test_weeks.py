"""Bodies and contacts of an edition, by action and by page."""

from typing import Any

import pytest
from django.urls import reverse

from sciweek.base.errors import Forbidden, OutOfSight, Refused
from sciweek.committee.actions import ContactLine, set_bodies, set_contacts
from sciweek.committee.models import CommitteeBody, ContactPoint
from sciweek.committee.tests.cast import WHO, Cast
from sciweek.logbook.models import Entry


def test_bodies_are_any_number_and_known_units_are_tied(in_week: Cast) -> None:
    office = in_week.actor("office")
    set_bodies(office, in_week.week, ["区委科技办", "云栖街道办事处", "区委科技办", " ", "某某中心"])
    rows = list(CommitteeBody.objects.all())
    assert [row.name for row in rows] == ["区委科技办", "云栖街道办事处", "某某中心"]
    assert [row.unit_id for row in rows] == [None, in_week.unit.pk, None]
    lines = Entry.objects.count()
    set_bodies(office, in_week.week, [row.name for row in rows])
    assert Entry.objects.count() == lines


def test_contacts_stay_as_written_and_are_sealed(in_week: Cast) -> None:
    line = ContactLine("区科协科普部", "江小普", "0890-6120118 转 3", "kp@linjiang.example", is_public=True)
    set_contacts(in_week.actor("office"), in_week.week, [ContactLine(""), line])
    row = ContactPoint.objects.get()
    assert (row.office, row.person, row.phone, row.is_public) == (line.office, line.person, line.phone, True)
    logged = "".join(str(one.changes) for one in Entry.objects.filter(verb="set_contacts"))
    assert "江小普" not in logged


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (ContactLine("", phone="0890-6120118"), "contacts-0-office"),
        (ContactLine("科普部", email="kp@"), "contacts-0-email"),
        (
            ContactLine("科普部", email=f"kp@{'a' * 60}.{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 20}.cn"),
            "contacts-0-email",
        ),
        (ContactLine("科" * 121), "contacts-0-office"),
    ],
)
def test_a_wrong_line_is_said_beside_its_field(line: ContactLine, field: str, in_week: Cast) -> None:
    with pytest.raises(Refused) as caught:
        set_contacts(in_week.actor("office"), in_week.week, [line])
    assert set(caught.value.fields) == {field}


@pytest.mark.parametrize("who", [who for who in WHO if who != "office"])
def test_only_the_office_changes_them(who: str, in_week: Cast) -> None:
    for change in (
        lambda: set_bodies(in_week.actor(who), in_week.week, ["某局"]),
        lambda: set_contacts(in_week.actor(who), in_week.week, [ContactLine("某局")]),
    ):
        with pytest.raises((Forbidden, OutOfSight)):
            change()


def contact_post(**line: Any) -> dict[str, Any]:
    given = {"office": "", "person": "", "phone": "", "email": ""} | line
    counts = {"contacts-TOTAL_FORMS": 1, "contacts-INITIAL_FORMS": 0}
    return counts | {f"contacts-0-{name}": value for name, value in given.items()}


def test_the_page_saves_and_shows_what_is_wrong_beside_its_line(cast: Cast) -> None:
    client, address = cast.client("office"), reverse("committee:committee")
    assert client.post(address, {"bodies": "区科协\n区教育局"}).status_code == 302
    assert client.post(address, contact_post(office="科普部", phone="0890-6120118")).status_code == 302
    wrong = client.post(address, contact_post(phone="0890-6120119"))
    assert wrong.status_code == 422
    assert "0890-6120119" in wrong.content.decode()
    page = client.get(address).content.decode()
    assert "区教育局" in page
    assert "0890-6120118" in page


def test_an_empty_body_clears_nothing(cast: Cast) -> None:
    client, address = cast.client("office"), reverse("committee:committee")
    client.post(address, {"bodies": "区科协"})
    client.post(address)
    with cast.inside():
        assert CommitteeBody.objects.count() == 1


def test_a_list_saved_meanwhile_is_not_overwritten_unseen(cast: Cast) -> None:
    client, address = cast.client("office"), reverse("committee:committee")
    page = client.get(address)
    client.post(address, {"bodies": "区科学技术局\n区科协", "seen": page.context["bodies_seen"]})
    answer = client.post(address, {"bodies": "区委宣传部", "seen": page.context["bodies_seen"]})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "区科学技术局、区科协" in text
    assert "区委宣传部" in text
    again = client.post(address, {"bodies": "区委宣传部", "seen": answer.context["bodies_seen"]})
    assert again.status_code == 302
