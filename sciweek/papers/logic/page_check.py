"""Does a Word file keep to GB/T 9704-2012? Judged from the file itself, without a renderer."""


def check_page(docx: bytes) -> list[str]:
    """Each departure in one Chinese sentence, with the paragraph where it stands; empty when there is none."""
    raise NotImplementedError
