"""The only writers of accounts."""

import re
from dataclasses import replace
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.base import access, clock, facts
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.base.text import clean
from sciweek.logbook.actions import ERASED, append, forget_names, save_changes
from sciweek.people.emails import is_email
from sciweek.people.events import ErasingPerson, PersonErased
from sciweek.people.models import Person
from sciweek.people.phones import phone_fields

# Starts with a letter, so that nobody's phone number becomes a login, which is stored unsealed.
LOGIN = re.compile(r"[a-z][a-z0-9._-]{2,39}")


def add_person(
    actor: Actor, *, login: str, name: str, password: str | None = None, email: str = "", phone: str = ""
) -> Person:
    """Open an account without any role. Without a password it can be entered by a joined sign-in only.

    Raises `Refused` with field messages.
    """
    access.require(actor, "people.add_person")
    login = clean(login).lower()
    values, problems = _read(name=name, email=email, phone=phone)
    person = Person(login=login, **values)
    problems |= _login_problems(login) | ({} if password is None else _password_problems(password, person))
    if problems:
        raise Refused(fields=problems, code="invalid")
    if password is None:
        person.set_unusable_password()
    else:
        person.set_password(password)
    with transaction.atomic():
        if Person.objects.filter(login=login).exists():
            raise Refused(fields={"login": _("这个登录名已经有人用了，换一个。")}, code="taken")
        person.save()
        append(actor, "add_person", person)
    return person


def edit_person(
    actor: Actor,
    person: Person,
    *,
    name: str,
    email: str = "",
    phone: str = "",
    seen_version: int | None = None,
) -> Person:
    """Change the name and how to reach the person."""
    access.require(actor, "people.edit_person", person)
    values, problems = _read(name=name, email=email, phone=phone)
    if problems:
        raise Refused(fields=problems, code="invalid")
    return save_changes(actor, person, verb="edit_person", seen_version=seen_version, **values)


def set_password(actor: Actor, person: Person, *, password: str, must_change: bool = False) -> Person:
    """Give a new password; open sessions of the person end with it. `must_change`: it only opens the next door."""
    access.require(actor, "people.edit_person", person)
    problems = _password_problems(password, person)
    if problems:
        raise Refused(fields=problems, code="invalid")
    person.set_password(password)
    person.must_change_password = must_change
    with transaction.atomic():
        person.save(update_fields=["password", "must_change_password"])
        append(actor, "set_password", person)
    return person


def erase_person(actor: Actor, person: Person) -> Person:
    """Empty what is personal, for good; the row stays so that the log and past work keep their thread.

    Other rooms may object (the last one of an office) and end what hangs on the person afterwards.
    """
    access.require(actor, "people.erase_person", person)
    with transaction.atomic():
        facts.ask(ErasingPerson(person.pk))
        locked = Person.objects.select_for_update().get(pk=person.pk)
        if locked.erased_at is not None:
            return locked
        locked.login = f"erased-{locked.pk}"
        locked.name = _("已删除的用户")
        locked.email = locked.phone = locked.phone_digest = locked.phone_last4 = ""
        locked.is_active = False
        locked.erased_at = clock.now()
        locked.set_unusable_password()
        locked.version += 1
        locked.save()
        _remove_ways_in(locked)
        forget_names(person_id=locked.pk, kind=Person._meta.label_lower)
        append(replace(actor, name=ERASED) if actor.person_id == locked.pk else actor, "erase_person", locked)
        facts.tell(PersonErased(locked.pk))
    return locked


def _remove_ways_in(person: Person) -> None:
    """Second factors, joined sign-ins and addresses that allauth keeps beside the account."""
    from allauth.account.models import EmailAddress
    from allauth.mfa.models import Authenticator
    from allauth.socialaccount.models import SocialAccount

    for model in (EmailAddress, Authenticator, SocialAccount):
        model.objects.filter(user=person).delete()


def _read(*, name: str, email: str, phone: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The columns, and what is wrong with them by field."""
    name, email = clean(name), clean(email)
    problems: dict[str, Any] = {}
    if not name:
        problems["name"] = _("请写姓名。")
    elif len(name) > 60:
        problems["name"] = _("姓名请不超过 60 个字。")
    if email and not is_email(email):
        problems["email"] = _("没有认出邮箱地址。写成 name@example.org 的样子，或者留空。")
    values: dict[str, Any] = {"name": name, "email": email}
    try:
        values |= phone_fields(phone)
    except Refused as refusal:
        problems |= refusal.fields
    return values, problems


def _login_problems(login: str) -> dict[str, str]:
    if LOGIN.fullmatch(login):
        return {}
    return {"login": _("登录名 3 到 40 位，用小写字母开头，后面可以用字母、数字、点、横线。")}


def _password_problems(password: str, person: Person) -> dict[str, str]:
    try:
        validate_password(password, person)
    except ValidationError as error:
        return {"password": " ".join(error.messages)}
    return {}
