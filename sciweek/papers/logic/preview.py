"""A PDF to look at, made from the Word file itself."""


def preview_pdf(docx: bytes) -> bytes:
    """The pages about as Word shows them, marked as a preview. Raises `Refused` when the file cannot be read."""
    raise NotImplementedError
