"""What an empty installation needs before anybody can sign in: a region, and one person of its office."""

from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from sciweek.base import scope
from sciweek.base.actor import system
from sciweek.base.errors import Refused
from sciweek.base.sealing import secret_word
from sciweek.committee.actions.roles import open_role
from sciweek.committee.states import Role
from sciweek.people.actions import add_person
from sciweek.people.models import Person
from sciweek.week.actions import found_region
from sciweek.week.queries import default_region


def begin_token() -> str:
    """The secret part of the address that sets up this installation: 192 bits from the key file."""
    return secret_word("", "token begin")


def is_begin_token(token: str) -> bool:
    """Whether somebody read it off this server."""
    return constant_time_compare(token.encode("utf-8", "replace"), begin_token().encode())


def has_begun() -> bool:
    """Whether there is a region: the address sets up nothing any more."""
    return default_region() is not None


def begin(
    *,
    region_name: str,
    short_name: str,
    slug: str,
    level: str,
    parent_name: str = "",
    area_code: str = "",
    name: str,
    login: str,
    password: str,
    phone: str = "",
) -> Person:
    """Found the first region and open the first account of its office; all of it or nothing.

    Raises `Refused` with what is wrong in both at once, or with code `closed` when there is a region already.
    """
    actor = system("begin")
    problems: dict[str, str] = {}
    with transaction.atomic():
        if has_begun():
            raise Refused(_("已经设置好了。请直接登录。"), code="closed")
        try:
            region = found_region(
                actor,
                slug=slug,
                name=region_name,
                short_name=short_name,
                level=level,
                parent_name=parent_name,
                area_code=area_code,
            )
        except Refused as refusal:
            problems |= {
                "region_name" if field == "name" else field: text for field, text in refusal.fields.items()
            }
        try:
            person = add_person(actor, login=login, name=name, password=password, phone=phone)
        except Refused as refusal:
            problems |= refusal.fields
        if problems:
            raise Refused(fields=problems, code="invalid")
        with scope.entered(region.pk):
            open_role(system("begin", region_id=region.pk), person, role=Role.OFFICE, unit=None)
    return person
