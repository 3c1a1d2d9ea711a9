"""In which language somebody has booked: whatever is written to them afterwards is in the same."""

from collections.abc import Callable

from django.conf import settings
from django.utils.translation import override


def site_language() -> str:
    return str(settings.LANGUAGE_CODE)


def known_language(wanted: str | None) -> str:
    """One that the site speaks; its own for any other."""
    return wanted if wanted and wanted in dict(settings.LANGUAGES) else site_language()


def speaking(language: str) -> override:
    """What is said inside is in that language."""
    return override(known_language(language))


def said_in(say: Callable[[], str]) -> Callable[[str], str]:
    """The same words in any language, put together once for each."""
    made: dict[str, str] = {}

    def said(language: str) -> str:
        if language not in made:
            with speaking(language):
                made[language] = say()
        return made[language]

    return said
