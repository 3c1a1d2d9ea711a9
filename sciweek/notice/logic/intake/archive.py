"""Zip containers (.docx, .ofd) opened without trust: sizes are judged before anything is unpacked, members are
read into memory by name and never written to disk, and archives inside archives are never opened."""

import io
import re
import zipfile
import zlib

from lxml import etree

from sciweek.base.archives import part_of

from . import limits
from .outcome import Refusal

_ENCRYPTED_FLAG = 0x1


class Archive:
    """Read-only view of a zip file's members."""

    def __init__(self, data: bytes) -> None:
        """Raises `Refusal`: broken, archive_bomb or encrypted."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            members = self._zip.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
            raise Refusal("broken") from error
        unpacked = sum(member.file_size for member in members)
        too_dense = unpacked > limits.RATIO_FROM and unpacked > limits.MAX_RATIO * len(data)
        if len(members) > limits.MAX_ENTRIES or unpacked > limits.MAX_UNPACKED or too_dense:
            raise Refusal("archive_bomb")
        if any(member.flag_bits & _ENCRYPTED_FLAG for member in members):
            raise Refusal("encrypted")
        self._members = {member.filename.replace("\\", "/").lstrip("/"): member for member in members}

    @property
    def names(self) -> list[str]:
        return list(self._members)

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def read(self, name: str) -> bytes:
        """One member's bytes. Raises `Refusal`: broken (missing, damaged) or archive_bomb."""
        member = self._members.get(name)
        if member is None:
            raise Refusal("broken")
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refusal("broken")
        try:
            # The size that it says was judged above.
            return part_of(self._zip, member)
        except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, EOFError) as error:
            raise Refusal("broken") from error

    def xml(self, name: str) -> etree._Element:
        """One member as an XML tree. Raises `Refusal` also for xml_bomb and too_large."""
        member = self._members.get(name)
        if member is not None and member.file_size > limits.MAX_XML_PART:
            raise Refusal("too_much_text")
        return parse_xml(self.read(name))


def parse_xml(data: bytes) -> etree._Element:
    """Office formats forbid document type declarations, so any is refused before the parser sees it."""
    if re.search(rb"<!(DOCTYPE|ENTITY)", data.replace(b"\0", b"")):
        raise Refusal("xml_bomb")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refusal("broken") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refusal("xml_bomb")
    return root


def local(element: etree._Element) -> str:
    """Tag without namespace: transitional and strict OOXML, and OFD's dialects, differ only there."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: etree._Element, name: str) -> str | None:
    """An attribute by local name, in whatever namespace."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """First child with that local name."""
    if element is not None:
        for each in element:
            if local(each) == name:
                return each
    return None


def children(element: etree._Element | None, name: str) -> list[etree._Element]:
    return [] if element is None else [each for each in element if local(each) == name]
