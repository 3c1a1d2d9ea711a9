"""The typesetting child of posters, door sheets and tickets: words and threads in on standard input, the PDF out, or of a
ticket its picture."""

import json
from pathlib import Path
from typing import Any

import typst

from sciweek.papers.logic.preview_child import serve

_SOURCE = Path(__file__).with_name("posters.typ")


def typeset(sheet: dict[str, Any], folders: list[Path]) -> bytes:
    """The sheet as PDF or as a picture. The words go in as data beside the program, never as part of it."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=folders)
    compiler = typst.Compiler(input=_SOURCE, root=_SOURCE.parent, font_paths=fonts, ignore_system_fonts=True)
    words = {"sheet": json.dumps(sheet)}
    if sheet.get("format") == "png":
        made = compiler.compile(format="png", ppi=sheet["dots"], sys_inputs=words)
    else:
        made = compiler.compile(format="pdf", sys_inputs=words, timestamp=0)
    return made if isinstance(made, bytes) else b""


if __name__ == "__main__":
    serve(typeset)
