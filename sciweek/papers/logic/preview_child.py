"""The typesetting child: a paper as `flow` read it in on standard input, its PDF out on standard output.

A process of its own for each paper (`base.children`) also means that two of them never share a typesetter. Its one
word is the folder of the office's fonts, where there is one. Imports stay light: neither Django nor the reader of Word
files.
"""

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
import typst

from sciweek.base import children

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


def typeset(flow: dict[str, Any], folders: list[Path]) -> bytes:
    """The pages as PDF. The words go in as data beside the program, never as part of it."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=folders)
    own = frozenset(fonts.families())
    flow["fonts"] = {name: face(name, own) for name in _names(flow)}
    compiler = typst.Compiler(input=_SOURCE, root=_SOURCE.parent, font_paths=fonts, ignore_system_fonts=True)
    made = compiler.compile(format="pdf", sys_inputs={"flow": json.dumps(flow)}, timestamp=0)
    return made if isinstance(made, bytes) else b""


def face(name: str, own: frozenset[str]) -> dict[str, Any]:
    """The families to try for a font's name, best first, and how much a stand-in is to be thickened."""
    for part, (families, stand_in, weight) in _FAMILIES.items():
        if part in name:
            found = [family for family in dict.fromkeys((name, *families)) if family in own]
            rest = dict.fromkeys((*found, stand_in, _SERIF, _SANS))
            return {"families": list(rest), "weight": 0.0 if found else weight}
    found = [family for family in (name, *_LATIN_FALLBACK) if family in own]
    return {"families": [*found, _SERIF, _SANS], "weight": 0.0}


def _names(node: Any) -> set[str]:
    """All names of fonts in the flow."""
    names: set[str] = set()
    rest = [node]
    while rest:
        at = rest.pop()
        if isinstance(at, dict):
            names |= {at["font"]} if "font" in at else set()
            rest += at.values()
        elif isinstance(at, list):
            rest += at
    return names


def serve(make: Callable[[dict[str, Any], list[Path]], bytes]) -> None:
    """Answer the pages of one paper."""

    def answer(flow: bytes, folders: Sequence[str]) -> bytes:
        try:
            return make(json.loads(flow), [*map(Path, folders), Path(pylopdf_fonts_zh_cn.__file__).parent])
        except (typst.TypstError, ValueError, RecursionError):
            sys.exit(1)

    children.serve(answer)


if __name__ == "__main__":
    serve(typeset)
