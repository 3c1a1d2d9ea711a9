"""`sciweek person …`: accounts and roles from the server, when nobody can sign in yet or any more."""

import argparse
import secrets
import sys
from typing import Any

WORD = "abcdefghjkmnpqrstuvwxyz23456789"  # without letters that look alike on a slip of paper


def register(sub: Any) -> None:
    """Add the commands of this room."""
    person = sub.add_parser("person", help="accounts and roles", description="Accounts and roles.")
    commands = person.add_subparsers(metavar="COMMAND", required=True)

    add = commands.add_parser("add", help="open an account", description="Open an account.")
    add.add_argument("login")
    add.add_argument("--name", required=True)
    add.add_argument("--email", default="")
    add.add_argument("--phone", default="")
    _role_arguments(add)
    _password_argument(add)
    add.set_defaults(run=_add)

    password = commands.add_parser(
        "password",
        help="give a new password",
        description="Give a new password, which must be changed at once.",
    )
    password.add_argument("login")
    _password_argument(password)
    password.set_defaults(run=_password)

    roles = commands.add_parser(
        "roles", help="print, give or end roles", description="Print a person's roles, or give or end one."
    )
    roles.add_argument("login")
    _role_arguments(roles)
    roles.add_argument("--end", action="store_true", help="end the role instead of giving it")
    roles.set_defaults(run=_roles)


def _role_arguments(parser: argparse.ArgumentParser) -> None:
    from sciweek.committee.states import Role

    parser.add_argument("--role", choices=[str(role.value) for role in Role])
    parser.add_argument("--region", default="", help="slug of the region; the default region when left out")
    parser.add_argument("--unit", default="", help="full name of the unit, for roles that are held at one")


def _password_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--password-stdin", action="store_true", help="read the password; else one is made up and printed"
    )


def _given_password(args: argparse.Namespace) -> str:
    if args.password_stdin:
        return sys.stdin.readline().rstrip("\n")
    return "-".join("".join(secrets.choice(WORD) for _ in range(4)) for _ in range(3))


def _add(args: argparse.Namespace) -> None:
    from django.db import transaction

    from sciweek.base.actor import system
    from sciweek.people.actions import add_person, set_password

    password = _given_password(args)
    actor = system("command")
    with transaction.atomic():
        person = add_person(actor, login=args.login, name=args.name, email=args.email, phone=args.phone)
        set_password(actor, person, password=password, must_change=not args.password_stdin)
        if args.role:
            _grant(args, person)
    _say_password(args, person.login, password)


def _password(args: argparse.Namespace) -> None:
    from sciweek.base.actor import system
    from sciweek.people.actions import set_password

    person = _person(args.login)
    password = _given_password(args)
    set_password(system("command"), person, password=password, must_change=not args.password_stdin)
    _say_password(args, person.login, password)


def _say_password(args: argparse.Namespace, login: str, password: str) -> None:
    if args.password_stdin:
        print(f"{login}: done.")
    else:
        print(f"{login}: password {password} (opens the door once; then it must be changed)")


def _roles(args: argparse.Namespace) -> None:
    from sciweek.base import scope
    from sciweek.base.actor import system
    from sciweek.committee.actions import end_role
    from sciweek.committee.models import Membership
    from sciweek.committee.queries import memberships_of_person

    person = _person(args.login)
    if args.role and args.end:
        region = _region(args)
        with scope.entered(region.pk):
            held = Membership.objects.filter(person=person, role=args.role, ended_at__isnull=True)
            for membership in held.filter(unit=_unit(args)) if args.unit else held:
                end_role(system("command", region_id=region.pk), membership)
    elif args.role:
        _grant(args, person)
    for membership in memberships_of_person(person.pk).select_related("region", "unit"):
        print(f"{membership.region.slug}\t{membership.role}\t{membership.unit or ''}".rstrip())


def _grant(args: argparse.Namespace, person: Any) -> None:
    from sciweek.base import scope
    from sciweek.base.actor import system
    from sciweek.committee.actions import grant_role

    region = _region(args)
    with scope.entered(region.pk):
        grant_role(system("command", region_id=region.pk), person, role=args.role, unit=_unit(args))


def _person(login: str) -> Any:
    from sciweek.base.errors import Refused
    from sciweek.people.models import Person

    person = Person.objects.filter(login=login.strip().lower()).first()
    if person is None:
        raise Refused(f"There is no account called {login}.")
    return person


def _region(args: argparse.Namespace) -> Any:
    from sciweek.base.errors import Refused
    from sciweek.week.models import Region
    from sciweek.week.queries import default_region

    region = Region.objects.filter(slug=args.region).first() if args.region else default_region()
    if region is None:
        raise Refused("There is no such region. `sciweek region add` makes one.")
    return region


def _unit(args: argparse.Namespace) -> Any:
    from sciweek.base.errors import Refused
    from sciweek.committee.models import Unit

    if not args.unit:
        return None
    unit = Unit.objects.filter(name=args.unit).first()
    if unit is None:
        raise Refused(f"There is no unit called {args.unit} in this region.")
    return unit
