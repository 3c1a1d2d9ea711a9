"""A part of a zip file is not believed."""

import io
import tracemalloc
from zipfile import ZipFile

from sciweek.base.archives import lists_more, part_of
from sciweek.base.tests.lying import MEGABYTE, long_list, lying_zip


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


def test_a_list_of_very_many_parts_is_known_before_it_is_read() -> None:
    assert len(ZipFile(io.BytesIO(long_list(70_000))).namelist()) == 70_000
    assert lists_more(long_list(70_000), 5000)
    assert not lists_more(long_list(5000), 5000)
