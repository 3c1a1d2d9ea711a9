"""`python -m sciweek.config.tests.messages`: brings the catalogues up to date with the words in code and templates.

Nobody needs the gettext tools for it. New words come in empty, in the order of files; words that are gone are
dropped; translations stay.
"""

import ast
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
Call = tuple[str | tuple[str, ...], str | None]  # the message, with its plural when it has one; its context
# What the words in a call of each of Django's functions are. Under other names they are not found.
CALLS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), ("one",)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), ("one", "many")),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ("context", "one")),
    "npgettext": ("context", "one", "many"),
}
HEAD = (
    "English catalogue of Sciweek. Chinese is the source language. `make messages` keeps this file in step."
)


def catalogue_path(language: str) -> Path:
    return CATALOGUES / language / "LC_MESSAGES" / "django.po"


def python_files() -> Iterator[Path]:
    """The modules of the rooms: neither their tests nor their migrations."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if not {"tests", "migrations"} & set(path.parts):
            yield path


def name_called(call: ast.Call) -> str:
    return str(getattr(call.func, "attr", getattr(call.func, "id", "")))


def in_module(path: Path) -> Iterator[Call]:
    """The messages of a module. What is not written out in the call (`_(name)`) is written out elsewhere."""
    calls = [
        node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)
    ]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        shape = CALLS.get(name_called(call))
        words = [
            arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
        ]
        if shape is None or len(words) < len(shape):
            continue
        given = dict(zip(shape, words, strict=False))
        message = given["one"] if "many" not in given else (given["one"], given["many"])
        yield message, given.get("context")


def in_template(path: Path) -> Iterator[Call]:
    """The messages of a template: Django turns its tags into calls, which Babel reads."""
    calls = templatize(path.read_text(encoding="utf-8"))
    source = "\n".join(line.strip() for line in calls.splitlines())
    for _line, message, _notes, context in extract("python", io.BytesIO(source.encode())):
        yield message, context


def found() -> Catalog:
    """Every message in code and templates, with the files that it stands in."""
    readers = [(path, in_module) for path in python_files()]
    readers += [(path, in_template) for _name, path in template_names()]
    catalogue = Catalog(domain="django", project="Sciweek")
    for path, read in sorted(readers, key=lambda pair: pair[0]):
        place = path.relative_to(PACKAGE.parent).as_posix()
        for message, context in read(path):
            catalogue.add(message, locations=[(place, 0)], context=context)
    return catalogue


def forms(message: Message) -> tuple[str, ...]:
    """The translation: one text, or one for each plural form."""
    words = message.string
    return (words,) if isinstance(words, str) else tuple(words or ())


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
            user_comments=old.user_comments if old else (),
            context=message.context,
        )
    return catalogue


def _translation(message: Message, old: Message | None) -> str | tuple[str, ...]:
    """The old words when they have the same number of forms."""
    known = forms(old) if old is not None else ()
    wanted = 1 if isinstance(message.id, str) else 2
    if len(known) != wanted:
        known = ("",) * wanted
    return known[0] if wanted == 1 else known


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
        empty = [message for message in catalogue if message.id and not all(forms(message))]
        print(f"{folder.name}: {len(catalogue)} messages, {len(empty)} without a translation")
        missing += len(empty)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
