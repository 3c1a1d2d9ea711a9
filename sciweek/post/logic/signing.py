"""Signatures of what goes out: our own webhooks, and DingTalk's robots."""

import base64
import hashlib
import hmac
from urllib.parse import quote_plus


def signature(secret: str, at: int, body: bytes) -> str:
    """The value of `Sciweek-Signature`: `t=<unix seconds>,v1=<hex HMAC-SHA-256 of "t.body">`."""
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


def verify(secret: str, header: str, body: bytes, now: int, within: int = 300) -> bool:
    """Whether the header signs the body and is at most `within` seconds old: what a receiver does."""
    parts = dict(part.split("=", 1) for part in header.split(",") if "=" in part)
    at = parts.get("t", "")
    if not (at.isascii() and at.isdigit()) or abs(now - int(at)) > within:
        return False
    return hmac.compare_digest(signature(secret, int(at), body).encode(), header.encode())


def dingtalk_words(secret: str, at_ms: int) -> str:
    """What a signed DingTalk robot wants behind its address: `&timestamp=…&sign=…` (open.dingtalk.com, 加签)."""
    digest = hmac.new(secret.encode(), f"{at_ms}\n{secret}".encode(), hashlib.sha256).digest()
    return f"&timestamp={at_ms}&sign={quote_plus(base64.b64encode(digest).decode())}"
