"""The reading child: one untrusted file in on standard input, one JSON object out on standard output.

Whatever else a hostile file provokes ends this process (`base.children`), and the parent calls the file broken. Its
words are the kind of file and, where its pictures are to be read, `ocr`.
"""

import json
from collections.abc import Sequence
from typing import Any

from sciweek.base.children import serve

from .outcome import Refusal, Remark


def read(media: str, data: bytes, with_ocr: bool) -> dict[str, Any]:
    """What `data` holds. Raises `Refusal`. Readers are imported when needed: most of the start is their import."""
    engine = None
    if with_ocr:
        from . import ocr

        engine = ocr.local_engine()
    pages: int | None = None
    doubtful = False
    remarks: list[Remark]
    if media in ("docx", "ofd"):
        from .archive import Archive

        archive = Archive(data)
        if engine is not None:
            from .word import pictures_of

            text, remarks = ocr.read_pictures(pictures_of(archive), engine)
            doubtful = True
        elif media == "docx":
            from .word import read_word

            text, remarks = read_word(archive)
        else:
            from .ofd import read_ofd

            text, pages, remarks = read_ofd(archive)
    elif media == "pdf":
        from .pdf import read_pdf

        text, pages, doubtful, remarks = read_pdf(data, engine)
    elif media == "html":
        from .web import read_web

        text, remarks = read_web(data)
    elif media == "image" and engine is not None:
        text, remarks = ocr.read_picture(data, engine)
        pages, doubtful = 1, True
    else:
        raise Refusal("unknown")
    return {
        "text": text,
        "pages": pages,
        "doubtful": doubtful,
        "remarks": [[each.code, each.params] for each in remarks],
    }


def answer_to(data: bytes, words: Sequence[str]) -> bytes:
    try:
        answer = read(words[0], data, with_ocr="ocr" in words)
    except Refusal as refusal:
        answer = {"refused": refusal.reason, "params": refusal.params}
    return json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace")


if __name__ == "__main__":
    serve(answer_to)
