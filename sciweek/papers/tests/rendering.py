"""LibreOffice as a second pair of eyes: a Word file as PDF, in a private set of fonts under the office's names."""

import os
import subprocess
from pathlib import Path

_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
<dir>/usr/share/fonts</dir><cachedir>{cache}</cachedir>
{aliases}
</fontconfig>"""
_ALIAS = '<match target="pattern"><test name="family"><string>{name}</string></test><edit name="family" mode="assign" binding="strong">{likes}</edit></match>'
_STANDS_FOR = {
    "仿宋_GB2312": ("FandolFang", "Noto Serif CJK SC"),
    "楷体_GB2312": ("LXGW WenKai", "Noto Serif CJK SC"),
    "黑体": ("Noto Sans CJK SC", "WenQuanYi Zen Hei"),
    "方正小标宋简体": ("Noto Serif CJK SC", "WenQuanYi Zen Hei"),
    "宋体": ("Noto Serif CJK SC", "WenQuanYi Zen Hei"),
}
_SECONDS = 90


def pdf_by_office(docx: bytes, folder: Path) -> bytes:
    """The file as LibreOffice prints it."""
    aliases = "".join(
        _ALIAS.format(name=name, likes="".join(f"<string>{like}</string>" for like in likes))
        for name, likes in _STANDS_FOR.items()
    )
    (folder / "fonts.conf").write_text(_FONTS.format(cache=folder / "cache", aliases=aliases))
    (folder / "paper.docx").write_bytes(docx)
    subprocess.run(
        [
            "soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf",
            "--outdir", str(folder), str(folder / "paper.docx"),
        ],
        check=True, capture_output=True, timeout=_SECONDS,
        env={**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf"), "HOME": str(folder)},
    )  # fmt: skip
    return (folder / "paper.pdf").read_bytes()
