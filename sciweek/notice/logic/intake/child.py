"""The reading child: one untrusted file in on standard input, one JSON object out on standard output.

Whatever else a hostile file provokes ends this process, and the parent calls the file broken.

Limits are set by the child on itself before it sees a byte, so that a hostile file can exhaust only this process.
It is started with an environment that holds no secrets.

    python -m sciweek.notice.logic.intake.child MEDIA SECONDS BYTES [ocr]
"""

import json
import os
import resource
import sys
from typing import Any

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


def main() -> None:
    media, seconds, memory = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Libraries that print must not write into the answer.
    answer_to = os.dup(1)
    os.dup2(2, 1)
    try:
        answer = read(media, sys.stdin.buffer.read(), with_ocr="ocr" in sys.argv[4:])
    except Refusal as refusal:
        answer = {"refused": refusal.reason, "params": refusal.params}
    except MemoryError:
        answer = {"refused": "too_much_text", "params": {}}
    with os.fdopen(answer_to, "wb") as out:
        out.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace"))


if __name__ == "__main__":
    main()
