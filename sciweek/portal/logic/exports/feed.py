"""Atom (RFC 4287): one entry for each release, telling what it changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.html import escape
from lxml import etree

from sciweek.base.text import plain

ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """What happened to one session: “改时间：一滴水的九道关，5月25日14:00–15:30”."""

    change: str
    name: str
    when: str
    url: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    uid: UUID
    title: str
    note: str
    released_at: datetime
    url: str
    changes: tuple[ChangeLine, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """`uid` is the edition's own; `updated` is the newest release, or the edition's first day before there is one."""

    uid: UUID
    title: str
    author: str
    url: str
    own_url: str
    language: str
    updated: datetime
    zone: str
    product: str
    entries: Sequence[FeedEntry]


def feed_xml(feed: Feed) -> bytes:
    here = ZoneInfo(feed.zone)
    root = etree.fromstring(f'<feed xmlns="{ATOM}"/>')
    root.set("{http://www.w3.org/XML/1998/namespace}lang", feed.language)
    _text(root, "id", f"urn:uuid:{feed.uid}")
    _text(root, "title", feed.title)
    _text(root, "updated", feed.updated.astimezone(here).isoformat(timespec="seconds"))
    _text(etree.SubElement(root, f"{{{ATOM}}}author"), "name", feed.author)
    _link(root, feed.own_url, "self", "application/atom+xml")
    _link(root, feed.url, "alternate", "text/html")
    _text(root, "generator", "Sciweek").set("version", feed.product)
    for entry in feed.entries:
        node = etree.SubElement(root, f"{{{ATOM}}}entry")
        _text(node, "id", f"urn:uuid:{entry.uid}")
        _text(node, "title", entry.title)
        released = entry.released_at.astimezone(here).isoformat(timespec="seconds")
        _text(node, "published", released)
        _text(node, "updated", released)
        _link(node, entry.url, "alternate", "text/html")
        _text(node, "content", _html(entry)).set("type", "html")
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))


def _html(entry: FeedEntry) -> str:
    note = f"<p>{escape(entry.note)}</p>" if entry.note else ""
    lines = "".join(
        f'<li>{escape(line.change)} <a href="{escape(line.url)}">{escape(line.name)}</a> {escape(line.when)}'
        f"{f'（{escape(line.reason)}）' if line.reason else ''}</li>"
        for line in entry.changes
    )
    more = f"<p>{escape(entry.more)}</p>" if entry.more else ""
    return plain(f"{note}<ul>{lines}</ul>{more}")


def _text(parent: etree._Element, name: str, text: str) -> etree._Element:
    child = etree.SubElement(parent, f"{{{ATOM}}}{name}")
    child.text = plain(text)
    return child


def _link(parent: etree._Element, href: str, rel: str, kind: str) -> None:
    etree.SubElement(parent, f"{{{ATOM}}}link", href=href, rel=rel, type=kind)
