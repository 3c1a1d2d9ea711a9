"""A part of a zip file is not believed."""

import io
import tracemalloc
from zipfile import ZipFile

from sciweek.base.archives import part_of
from sciweek.base.tests.lying import MEGABYTE, lying_zip


def test_a_part_is_unpacked_no_further_than_it_says() -> None:
    data = lying_zip({"a": b"words"}, "b", megabytes=64)
    with ZipFile(io.BytesIO(data)) as archive:
        tracemalloc.start()
        try:
            assert part_of(archive, archive.getinfo("a")) == b"words"
            assert part_of(archive, archive.getinfo("b")) == b" " * 1000
            _now, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert peak < MEGABYTE
