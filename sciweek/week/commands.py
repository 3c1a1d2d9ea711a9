"""`sciweek week list`, `sciweek region add`: editions and tenants from the command line."""

import argparse
import json
from typing import Any


def register(sub: Any) -> None:
    """Add the commands of this room."""
    week = sub.add_parser("week", help="the editions", description="The editions of all regions.")
    weeks = week.add_subparsers(metavar="COMMAND", required=True)
    listing = weeks.add_parser(
        "list", help="list the editions", description="List the editions, newest first."
    )
    listing.add_argument("--json", action="store_true", help="one JSON array of objects")
    listing.set_defaults(run=_list)
    region = sub.add_parser(
        "region", help="the regions", description="The regions: each a committee of its own."
    )
    regions = region.add_subparsers(metavar="COMMAND", required=True)
    add = regions.add_parser("add", help="add a region", description="Add a region with its own committee.")
    add.add_argument("slug", help="short name in addresses, such as linjiang")
    add.add_argument("name", help="full name, such as 临江区")
    add.add_argument("--short-name", default="", help="how people say it; the name when left out")
    add.add_argument(
        "--level", default="district", choices=("nation", "province", "city", "district", "institution")
    )
    add.add_argument("--parent-name", default="", help="the place above, such as 云川市")
    add.add_argument("--area-code", default="", help="of telephone numbers, such as 0890")
    add.set_defaults(run=_add)


def _list(args: argparse.Namespace) -> None:
    from sciweek.week.models import Week

    rows = [
        {
            "slug": week.slug,
            "title": week.title,
            "starts_on": week.starts_on.isoformat(),
            "ends_on": week.ends_on.isoformat(),
            "state": week.state,
        }
        for week in Week.objects.all()
    ]
    if args.json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        print("\t".join(row.values()))


def _add(args: argparse.Namespace) -> None:
    from sciweek.base.actor import system
    from sciweek.week.actions import found_region

    region = found_region(
        system("command"),
        slug=args.slug,
        name=args.name,
        short_name=args.short_name or args.name,
        level=args.level,
        parent_name=args.parent_name,
        area_code=args.area_code,
    )
    print(region.slug)
