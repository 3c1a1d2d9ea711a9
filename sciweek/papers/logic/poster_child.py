"""The typesetting child of posters and door sheets: words and threads in on standard input, the PDF out.

python -m sciweek.papers.logic.poster_child SECONDS BYTES [FOLDER OF FONTS]
"""

import json
from pathlib import Path
from typing import Any

import typst

from sciweek.papers.logic.preview_child import serve

_SOURCE = Path(__file__).with_name("posters.typ")


def typeset(sheet: dict[str, Any], folders: list[Path]) -> bytes:
    """The sheet as PDF. The words go in as data beside the program, never as part of it."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=folders)
    compiler = typst.Compiler(input=_SOURCE, root=_SOURCE.parent, font_paths=fonts, ignore_system_fonts=True)
    made = compiler.compile(format="pdf", sys_inputs={"sheet": json.dumps(sheet)}, timestamp=0)
    return made if isinstance(made, bytes) else b""


if __name__ == "__main__":
    serve(typeset)
