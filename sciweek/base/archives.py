"""Parts of zip files that come from outside."""

from zipfile import ZipFile, ZipInfo


def lists_more(data: bytes, most: int) -> bool:
    """Whether a zip file has more parts than `most`: told before its list is read, of which each line takes ten times
    its length in memory."""
    return data.count(b"PK\x01\x02") > most


def part_of(archive: ZipFile, member: ZipInfo) -> bytes:
    """A part's bytes, never more of them than it says it has.

    `ZipFile.read` unpacks all of a part, up to 2 GB, before it compares: a file of one megabyte that lies would take
    all memory. A part that lies mostly fails its checksum here; raises what `ZipFile.open` and reading raise.
    """
    with archive.open(member) as part:
        return part.read(member.file_size)
