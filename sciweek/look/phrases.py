"""Joining words as the page's language does. What is joined may be data, which stays as it was written."""

from collections.abc import Iterable

from sciweek.look.dates import in_english


def listed(words: Iterable[str]) -> str:
    """亲子、小学生 / Families, Primary pupils."""
    return (", " if in_english() else "、").join(words)


def strung(parts: Iterable[str]) -> str:
    """亲子，6–12 岁 / Families, Ages 6–12; empty parts are left out."""
    return (", " if in_english() else "，").join(filter(None, parts))


def set_apart(parts: Iterable[str]) -> str:
    """Like `strung`, for parts that have commas of their own: 主办：区科协；承办：区图书馆."""
    return ("; " if in_english() else "；").join(filter(None, parts))


def headed(label: str, words: str) -> str:
    """主办：区科协 / Hosts: 区科协."""
    return f"{label}: {words}" if in_english() else f"{label}：{words}"
