"""A table or form by itself, as Word file or spreadsheet."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sciweek.dispatch.logic import forms, tables, wording
from sciweek.dispatch.logic.material import Material
from sciweek.papers.logic.alone import table_docx
from sciweek.papers.logic.blocks import Blank
from sciweek.sheets.logic.columns import Column
from sciweek.sheets.logic.writing import write_book


@dataclass(frozen=True, slots=True)
class Printed:
    """How a table is made; `is_wide`: on turned pages."""

    content: Callable[[Material], tables.TableContent]
    is_wide: bool


TABLES: Mapping[str, Printed] = {
    "arrangements": Printed(tables.arrangements, is_wide=True),
    "filing": Printed(tables.filing, is_wide=True),
    "contacts": Printed(tables.contacts, is_wide=False),
}


def title_of(material: Material, kind: str) -> str:
    return wording.TITLES[kind].format(edition=material.edition)


def as_docx(material: Material, kind: str) -> bytes:
    """The table or the blank form of that kind as .docx."""
    title = title_of(material, kind)
    if kind not in TABLES:
        return table_docx(title, (Blank(), *forms.return_form(material)))
    made = TABLES[kind]
    block = tables.as_block(made.content(material), landscape=made.is_wide, title=title)
    return table_docx(title, (block,), has_title=True)


def as_xlsx(material: Material, kind: str) -> bytes:
    """The same as .xlsx; the blank form as a table to be filled in, one person a line."""
    if kind in TABLES:
        return tables.as_book(TABLES[kind].content(material))
    columns = [Column(f"c{n}", heading, width=16) for n, heading in enumerate(forms.RETURN_HEADINGS)]
    rows = [{"c0": post} for post in forms.POSTS]
    return write_book(title_of(material, kind), columns, rows)
