"""What pages hand to the components: small frozen rows, no meaning of their own."""

from dataclasses import dataclass

from django.utils.functional import Promise

Words = str | Promise
"""What is read by people: a text, or one that waits for the language of the page."""


@dataclass(frozen=True)
class NavItem:
    """A line of the main navigation. `icon` is the word in the sprite; `in_bar` puts it on a phone's bottom bar."""

    label: Words
    href: str
    icon: str = "list"
    current: bool = False
    in_bar: bool = True


@dataclass(frozen=True)
class Masthead:
    """The head of a page: whose week this is and where one can go.

    On the desk `search_url` takes a query ``q`` by GET; on the portal it is the page that holds the search.
    """

    name: Words
    line: Words
    home: str
    nav: tuple[NavItem, ...] = ()
    search_url: str = ""
    search_hint: Words = ""


@dataclass(frozen=True)
class Tab:
    """A tab or filter chip: a link with a count. For a chosen chip `href` leads to the list without it."""

    label: Words
    href: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class KindCell:
    """One cell of the grid of kinds."""

    kind: str
    href: str
    count: int | None = None
    label: Words = ""
    current: bool = False


@dataclass(frozen=True)
class Bar:
    """One bar of figures. `value` None is "no such figure" and prints —; 0 prints 0."""

    label: Words
    value: int | None
    kind: str = ""
