"""Optical character recognition, an optional part: RapidOCR with PP-OCR models that its wheel carries.

An engine is any callable that takes a picture's bytes and returns pieces of text with boxes in pixels; tests and
other engines plug in there. Nothing is downloaded: without the part, the caller gets a message instead.
"""

import importlib
import importlib.util
import io
import logging
from collections.abc import Callable
from typing import Any

from . import layout, limits
from .outcome import Refusal, Remark, remark

Engine = Callable[[bytes], list[layout.Glyph]]

_LEAST_SCORE = 0.5


def installed() -> bool:
    return all(importlib.util.find_spec(name) is not None for name in ("rapidocr", "onnxruntime"))


def local_engine() -> Engine:
    """The installed engine. Call only where `installed()`; loading takes about a second."""
    logging.disable(logging.WARNING)
    # By name, since the part is optional and has no types of its own.
    recognise: Any = importlib.import_module("rapidocr").RapidOCR()

    def engine(picture: bytes) -> list[layout.Glyph]:
        found = recognise(picture)
        if found.boxes is None or found.txts is None:
            return []
        glyphs = []
        for box, text, score in zip(found.boxes, found.txts, found.scores, strict=True):
            if score >= _LEAST_SCORE and text:
                xs, ys = [float(point[0]) for point in box], [float(point[1]) for point in box]
                glyphs.append(layout.Glyph(text, min(xs), min(ys), max(xs), max(ys)))
        return glyphs

    return engine


def read_picture(data: bytes, engine: Engine) -> tuple[str, list[Remark]]:
    """One picture. Raises `Refusal`: broken, too_large, no_text."""
    return read_pictures([data], engine)


def read_pictures(pictures: list[bytes], engine: Engine) -> tuple[str, list[Remark]]:
    """Several pictures as the pages of one document."""
    pages = []
    for picture in pictures[: limits.OCR_PAGES]:
        png, width, height = _upright(picture)
        pages.append(layout.Page(width, height, engine(png)))
    text, _ = layout.text_of(pages)
    if not text.strip():
        raise Refusal("no_text")
    remarks = [remark("ocr")]
    if len(pictures) > limits.OCR_PAGES:
        remarks.append(remark("ocr_pages_limited", count=limits.OCR_PAGES))
    return text, remarks


def _upright(data: bytes) -> tuple[bytes, int, int]:
    """A phone's photo turned the way it was held, as PNG, never more pixels than the limit."""
    from PIL import Image, ImageOps

    try:
        picture = Image.open(io.BytesIO(data))
        if picture.width * picture.height > limits.MAX_PIXELS:
            raise Refusal("too_much_text")
        turned = ImageOps.exif_transpose(picture).convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Refusal("broken") from error
    # Photos of a page are far larger than recognition needs.
    turned.thumbnail((3000, 3000))
    out = io.BytesIO()
    turned.save(out, "PNG", compress_level=1)
    return out.getvalue(), turned.width, turned.height
