"""`sciweek booking erase`: what the daily job takes out, looked at beforehand or done at once."""

import argparse
import json
from typing import Any


def register(sub: Any) -> None:
    """Add the commands of this room."""
    booking = sub.add_parser(
        "booking", help="who has booked", description="Who has booked, and how long that is kept."
    )
    commands = booking.add_subparsers(metavar="COMMAND", required=True)
    erase = commands.add_parser(
        "erase",
        help="take out names and phones whose days are over",
        description="Take out the names, phones and answers of those whose last session has been over for as many "
        "days as the edition says; numbers stay. A job does so every day. Without --now nothing is changed.",
    )
    what = erase.add_mutually_exclusive_group()
    what.add_argument("--preview", action="store_true", help="only say what would go (this is the default)")
    what.add_argument("--now", action="store_true", help="do it")
    erase.add_argument("--week", metavar="SLUG", help="of one edition; else of all")
    erase.add_argument("--json", action="store_true", help="print one JSON array of objects")
    erase.set_defaults(run=_erase)


def _erase(args: argparse.Namespace) -> int:
    from sciweek.base import scope
    from sciweek.base.errors import Refused
    from sciweek.week.models import Week

    weeks = Week.objects.select_related("region").order_by("region__slug", "starts_on", "pk")
    if args.week:
        weeks = weeks.filter(slug=args.week)
        if not weeks:
            raise Refused(f"There is no edition “{args.week}”: see `sciweek week list`.")
    rows = []
    for week in weeks:
        with scope.entered(week.region_id, week.pk):
            rows.append(_row(week, now=args.now))
    if args.json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return 0
    for row in rows:
        print(
            f"{row['week']}\tkept {row['days']} days\tover by {row['before']}\t"
            f"{row['contacts']} contacts, {len(row['bookings'])} bookings"
        )
        for code in row["bookings"]:
            print(f"\t{code}")
    print("Erased." if args.now else "Nothing was changed: --now erases.")
    return 0


def _row(week: Any, *, now: bool) -> dict[str, Any]:
    """Of one edition what is due, by codes: a list of whom to forget must name nobody."""
    from sciweek.base.actor import system
    from sciweek.base.clock import local_day
    from sciweek.booking.actions.erasing import erase_contacts
    from sciweek.booking.queries import policy_of
    from sciweek.booking.queries.erasing import bookings_of_erasable, erasable, erase_before

    row = {
        "week": week.slug,
        "days": policy_of(week).erase_after_days,
        "before": local_day(erase_before(week), week.zone).isoformat(),
        "contacts": erasable(week).count(),
        "bookings": list(bookings_of_erasable(week).values_list("code", flat=True)),
    }
    if now:
        row["contacts"] = erase_contacts(system("command", region_id=week.region_id, week_id=week.pk), week)
    return row
