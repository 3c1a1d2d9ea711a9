from django.core.exceptions import ValidationError
from django.core.validators import validate_email

LONGEST = 254  # signs: what a mail server takes (RFC 5321), and what is stored


def is_email(text: str) -> bool:
    """Whether a letter could be sent there."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= LONGEST
