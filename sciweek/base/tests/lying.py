"""Zip files that lie, and such as go on for ever."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

MEGABYTE = 1024 * 1024
# Where the local header of a part, and its line in the directory, keep: the size, the name's length, the name.
HEADERS = ((b"PK\x03\x04", 22, 26, 30), (b"PK\x01\x02", 24, 28, 46))


def lying_zip(parts: Mapping[str, bytes], liar: str, *, megabytes: int, says: int = 1000) -> bytes:
    """A file with `parts` and the part `liar`, which says that it has `says` bytes and unpacks to many megabytes.

    Its checksum is right for the bytes that it admits to.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
        archive.writestr(liar, b" " * (megabytes * MEGABYTE))
    data = bytearray(out.getvalue())
    for mark, size, length, begins in HEADERS:
        at = -1
        while (at := data.find(mark, at + 1)) >= 0:
            (long,) = struct.unpack_from("<H", data, at + length)
            if data[at + begins : at + begins + long] == liar.encode():
                struct.pack_into("<L", data, at + size, says)
                struct.pack_into("<L", data, at + size - 8, zlib.crc32(b" " * says))
    return bytes(data)


def long_list(parts: int) -> bytes:
    """A file of which the list names so many parts, all of them the same one."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a", b"")
    data = out.getvalue()
    begins, ends = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    many = data[begins:ends] * parts
    end = bytearray(data[ends:])
    struct.pack_into("<HHL", end, 8, parts & 0xFFFF, parts & 0xFFFF, len(many))
    return data[:begins] + many + bytes(end)
