"""`python -m sciweek.config.tests.messages`: brings the catalogues up to date with the words in code and templates.

Babel reads both, so nobody needs the gettext tools: templates go through Django's `templatize`, which turns their
tags into calls. New words come in empty, in the order of files; words that are gone are dropped; translations stay.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from sciweek.config.environment import PACKAGE
from sciweek.config.tests.templates import template_names

CATALOGUES = PACKAGE / "locale"
# Babel's form: which argument is the message, which the plural, which (`c`) the context.
CALLS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
HEAD = (
    "English catalogue of Sciweek. Chinese is the source language. `make messages` keeps this file in step."
)


def catalogue_path(language: str) -> Path:
    return CATALOGUES / language / "LC_MESSAGES" / "django.po"


def sources() -> Iterator[tuple[Path, str]]:
    """(file, Python that calls gettext) for each module and each template of the rooms."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if "tests" not in path.parts and "migrations" not in path.parts:
            yield path, path.read_text(encoding="utf-8")
    for _name, path in template_names():
        calls = templatize(path.read_text(encoding="utf-8"))
        yield path, "\n".join(line.strip() for line in calls.splitlines())


def found() -> Catalog:
    """Every message in code and templates, with the files that it stands in."""
    catalogue = Catalog(domain="django", project="Sciweek")
    for path, text in sorted(sources()):
        place = path.relative_to(PACKAGE.parent).as_posix()
        for _line, message, notes, context in extract("python", io.BytesIO(text.encode()), CALLS):
            catalogue.add(message, locations=[(place, 0)], auto_comments=notes, context=context)
    return catalogue


def current(language: str) -> Catalog:
    """The catalogue as it lies in the checkout; empty when there is none."""
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(locale=language, domain="django")
    with path.open("rb") as file:
        return read_po(file, locale=language, domain="django")


def merged(language: str) -> Catalog:
    """What was found, with the translations that there are."""
    known = current(language)
    catalogue = Catalog(locale=language, domain="django", project="Sciweek", header_comment=f"# {HEAD}")
    for message in found():
        if not message.id:
            continue
        old = known.get(message.id, message.context)
        catalogue.add(
            message.id,
            _translation(message, old),
            locations=message.locations,
            auto_comments=message.auto_comments,
            user_comments=old.user_comments if old else (),
            context=message.context,
        )
    return catalogue


def _translation(message: Message, old: Message | None) -> str | tuple[str, ...]:
    """The old words when they have the same number of forms."""
    if old is not None and isinstance(old.string, str) is isinstance(message.id, str):
        return old.string
    return "" if isinstance(message.id, str) else ("", "")


def text_of(catalogue: Catalog) -> bytes:
    """The file: no dates, no line numbers, so that it changes only when words do."""
    out = io.BytesIO()
    write_po(out, catalogue, width=110, omit_header=True, include_lineno=False)
    rule = catalogue.plural_forms.removesuffix(";")
    head = [
        f"# {HEAD}",
        'msgid ""',
        'msgstr ""',
        f'"Language: {catalogue.locale_identifier}\\n"',
        '"MIME-Version: 1.0\\n"',
        '"Content-Type: text/plain; charset=utf-8\\n"',
        '"Content-Transfer-Encoding: 8bit\\n"',
        f'"Plural-Forms: {rule};\\n"',
        "",
        "",
    ]
    return "\n".join(head).encode() + out.getvalue()


def main() -> int:
    missing = 0
    for folder in sorted(CATALOGUES.iterdir()):
        catalogue = merged(folder.name)
        catalogue_path(folder.name).write_bytes(text_of(catalogue))
        empty = [message for message in catalogue if message.id and not all(_forms(message))]
        print(f"{folder.name}: {len(catalogue)} messages, {len(empty)} without a translation")
        missing += len(empty)
    return 1 if missing else 0


def _forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


if __name__ == "__main__":
    sys.exit(main())
