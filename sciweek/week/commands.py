"""`sciweek week …` and `sciweek region …`."""

import argparse
import json
from typing import Any


def register(sub: Any) -> None:
    """Add the commands of this room."""
    week = sub.add_parser("week", help="the editions of the science week")
    weeks = week.add_subparsers(metavar="COMMAND", required=True)
    listing = weeks.add_parser("list", help="print every edition of every region, the newest first")
    listing.add_argument(
        "--json", action="store_true", help="one JSON array: slug, title, starts_on, ends_on, state"
    )
    listing.set_defaults(run=_list)
    region = sub.add_parser("region", help="the regions of this installation")
    regions = region.add_subparsers(metavar="COMMAND", required=True)
    add = regions.add_parser("add", help="make a region; the first one answers at the bare address")
    add.add_argument("slug", help="short name for addresses: small letters, digits, hyphens")
    add.add_argument("name", help="full name, such as 云川市临江区")
    add.add_argument("--short-name", default="", help="such as 临江区; default: the full name")
    add.add_argument(
        "--level", default="district", choices=("nation", "province", "city", "district", "institution")
    )
    add.add_argument("--area-code", default="", help="completes local phone numbers, such as 0890")
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
        print(f"{row['slug']}\t{row['starts_on']}–{row['ends_on']}\t{row['state']}\t{row['title']}")


def _add(args: argparse.Namespace) -> None:
    from sciweek.base.actor import system
    from sciweek.week.actions import found_region

    region = found_region(
        system("command"),
        slug=args.slug,
        name=args.name,
        short_name=args.short_name or args.name,
        level=args.level,
        area_code=args.area_code,
    )
    print(f"{region.slug}\t{region.name}")
