from urllib.parse import urlsplit


def is_web_address(text: str) -> bool:
    """Whether a browser could open it: http or https, and a host."""
    try:
        parts = urlsplit(text)
    except ValueError:  # a bracket that never closes
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
