"""`python -m sciweek.config.tests.templates`: compiles every template of every room and says which do not."""

import sys
from collections.abc import Iterator
from pathlib import Path

from sciweek.config.environment import PACKAGE


def template_names() -> Iterator[tuple[str, Path]]:
    """(name as Django knows it, file) of every template of the rooms."""
    for folder in sorted(PACKAGE.glob("*/templates")):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                yield path.relative_to(folder).as_posix(), path


def main() -> int:
    from django.template import TemplateDoesNotExist, TemplateSyntaxError
    from django.template.loader import get_template

    from sciweek.config.prepare import start_django

    start_django()
    wrong = 0
    for name, path in template_names():
        try:
            found = get_template(name)
        except (TemplateSyntaxError, TemplateDoesNotExist, UnicodeDecodeError) as error:
            print(f"{path.relative_to(PACKAGE.parent)}: {type(error).__name__}: {error}")
            wrong += 1
            continue
        if Path(str(getattr(found, "origin", ""))).resolve() != path.resolve():
            print(f"{path.relative_to(PACKAGE.parent)}: another room's {name} hides it")
            wrong += 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
