"""Two verbs, one registry."""

import pytest

from sciweek.base import access
from sciweek.base.actor import CITIZEN, Actor, system
from sciweek.base.errors import Forbidden, OutOfSight


def test_a_name_is_registered_once() -> None:
    with pytest.raises(RuntimeError, match="twice"):
        access.permission("week.see", "")(lambda actor, thing: True)


def test_who_may_not_see_the_thing_is_told_that_it_is_not_there() -> None:
    with pytest.raises(OutOfSight):
        access.require(CITIZEN, "week.run")


def test_who_sees_the_thing_is_told_what_is_missing() -> None:
    auditor = Actor(person_id=1, region_id=1, roles=frozenset({"auditor"}), via="account")
    with pytest.raises(Forbidden, match="管理活动周"):
        access.require(auditor, "week.run")
    assert access.may(auditor, "week.see")


def test_every_permission_is_named_after_its_room_and_hides_behind_one_that_exists() -> None:
    names = {rule.name for rule in access.permissions()}
    for rule in access.permissions():
        room = rule.holds.__module__.split(".")[1]
        assert rule.name.startswith(f"{room}."), rule.name
        assert rule.sees is None or rule.sees in names, rule.name
        assert str(rule.title)


def test_nobody_holds_anything_but_reading() -> None:
    """A citizen holds no permission over a region or week as a whole."""
    held = [rule.name for rule in access.permissions() if access.may(CITIZEN, rule.name)]
    assert held == []


def test_the_installation_is_not_a_person() -> None:
    actor = system("tests")
    assert (actor.person_id, actor.is_known, actor.has("office")) == (None, True, True)
