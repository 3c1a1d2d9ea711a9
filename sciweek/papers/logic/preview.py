"""A PDF to look at, made from the Word file itself: neither Word nor LibreOffice is needed."""

import json
import os
import threading
from functools import cache
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
import typst
from django.conf import settings
from django.utils.translation import gettext as _

from sciweek.base.errors import Refused
from sciweek.papers.logic.container import opened
from sciweek.papers.logic.flow import flow_of

MAX_ITEMS = 8_000
"""Paragraphs and tables that a preview shows; a paper of 200 pages has about 4,000."""

_SOURCE = Path(__file__).with_name("preview.typ")
_SERIF, _SANS = "Noto Serif SC", "Noto Sans SC"
_FAMILIES = {
    "仿宋": (
        ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", "FandolFang R"),
        _SERIF,
        0.0,
    ),
    "楷体": (
        ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti", "LXGW WenKai", "霞鹜文楷"),
        _SERIF,
        0.0,
    ),
    "黑体": (("SimHei", "黑体", "STHeiti"), _SANS, 0.006),
    "小标宋": (("FZXiaoBiaoSong-B05S", "方正小标宋简体", "FZXBSK--GBK1-0", "方正小标宋_GBK"), _SERIF, 0.018),
    "宋体": (("SimSun", "宋体", "NSimSun", "STSong"), _SERIF, 0.0),
}
_LATIN_FALLBACK = ("Times New Roman", "Arial")
_lock = threading.Lock()


def preview_pdf(docx: bytes) -> bytes:
    """The pages about as Word shows them. Raises `Refused` when the file cannot be read or is too long to show."""
    flow = flow_of(opened(docx))
    if sum(len(section["items"]) for section in flow["sections"]) > MAX_ITEMS:
        raise Refused(_("文件太长，不能预览。请下载后用 Word 打开。"), code="too_long")
    own = _own_families()
    flow["fonts"] = {name: _face(name, own) for name in _names(flow)}
    try:
        with _lock:
            made = _compiler().compile(format="pdf", sys_inputs={"flow": json.dumps(flow)}, timestamp=0)
    except typst.TypstError as error:
        raise Refused(_("这份文件不能预览。请下载后用 Word 打开。"), code="no_preview") from error
    return bytes(made)


def fonts_folder() -> Path:
    """Where the office may put the fonts of its own machines (simfang.ttf, simkai.ttf …); they are used first."""
    return Path(settings.DATA) / "fonts"


@cache
def _fonts() -> Any:
    """Read once: fonts that are added later are found after a restart."""
    folders = [Path(pylopdf_fonts_zh_cn.__file__).parent]
    if os.access(fonts_folder(), os.R_OK):
        folders.insert(0, fonts_folder())
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=folders)


@cache
def _compiler() -> Any:
    return typst.Compiler(input=_SOURCE, root=_SOURCE.parent, font_paths=_fonts(), ignore_system_fonts=True)


@cache
def _own_families() -> frozenset[str]:
    return frozenset(_fonts().families())


def _face(name: str, own: frozenset[str]) -> dict[str, Any]:
    """The families to try for a font's name, best first, and how much a stand-in is to be thickened."""
    for part, (families, stand_in, weight) in _FAMILIES.items():
        if part in name:
            found = [family for family in dict.fromkeys((name, *families)) if family in own]
            return {"families": [*found, stand_in, _SERIF], "weight": 0.0 if found else weight}
    found = [family for family in (name, *_LATIN_FALLBACK) if family in own]
    return {"families": [*found, _SERIF, _SANS], "weight": 0.0}


def _names(node: Any) -> set[str]:
    if isinstance(node, dict):
        below = set().union(*(_names(each) for each in node.values())) if node else set()
        return below | ({node["font"]} if "font" in node else set())
    return set().union(*(_names(each) for each in node)) if isinstance(node, list) and node else set()
