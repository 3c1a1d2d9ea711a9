"""The product's own templates: what the office downloads, edits in Word and hands back."""


def builtin_template(kind: str) -> bytes:
    """A .docx with the merge fields of this kind in their places and all styles that papers use."""
    raise NotImplementedError
