"""The words of a Word file, for comparing versions."""


def text_of(docx: bytes) -> list[str]:
    """One line a paragraph, one line a table row (cells joined by a bar); no empty lines, no headers and footers."""
    raise NotImplementedError
