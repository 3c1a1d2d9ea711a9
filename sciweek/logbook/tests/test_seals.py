"""The sealed log: what a seal holds, and that every way of tampering is found and named."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from sciweek.base import clock
from sciweek.base.actor import Actor
from sciweek.base.tests.together import at_once
from sciweek.logbook import sealing
from sciweek.logbook.actions import append, forget_names
from sciweek.logbook.invariants import invariants
from sciweek.logbook.logic import BatchDigest, NoSuchDigest
from sciweek.logbook.models import Entry, Proof, Receipt, Seal
from sciweek.logbook.sealing import head_file, record_proof, seal_entries, write_heads
from sciweek.logbook.verifying import Report, verify

START = datetime(2027, 5, 24, 1, tzinfo=UTC)
OFFICE = Actor(person_id=7, name="江办", region_id=1, week_id=3, roles=frozenset({"office"}), via="account")


@pytest.fixture(autouse=True)
def _own_head_file(settings: Settings, tmp_path: Path) -> None:
    settings.SCIWEEK_LOG_SEALS = str(tmp_path / "log-seals.txt")


def write(count: int, *, minute: int = 0) -> list[Entry]:
    """So many lines of the log, a second apart, from that minute on."""
    lines = []
    for number in range(count):
        with clock.standing_at(START + timedelta(minutes=minute, seconds=number)):
            thing = Receipt(pk=number + 1, actor="account:7", verb=f"事{number}")
            lines.append(
                append(OFFICE, "edit_thing", thing, changes={"name": ("旧名", f"新名{number}")}, why="核对")
            )
    return lines


def seal(minute: int) -> int:
    with clock.standing_at(START + timedelta(minutes=minute)):
        return seal_entries()


@pytest.fixture
def three(db: None) -> None:
    """Three seals of four entries each, a minute apart."""
    for minute in range(3):
        write(4, minute=minute)
        assert seal(minute + 1) == 4


def kind() -> str:
    report = verify(head_file())
    return f"{report.found.kind} {report.found.number}" if report.found else ""


def test_each_seal_covers_what_came_since_the_one_before(three: None) -> None:
    assert list(Seal.objects.values_list("number", "count")) == [(1, 4), (2, 4), (3, 4)]
    first, second, third = Seal.objects.all()
    assert (first.previous, second.previous, third.previous) == ("", first.digest, second.digest)
    assert len({first.digest, second.digest, third.digest}) == 3
    assert not Entry.objects.filter(seal__isnull=True).exists()


def test_a_whole_log_is_proven_whole(three: None) -> None:
    report = verify(head_file())
    assert report == Report(seals=3, entries=12)


def test_an_empty_log_is_whole(db: None) -> None:
    assert seal_entries() == 0
    assert verify(head_file()) == Report()


def test_nothing_new_makes_no_seal(three: None) -> None:
    assert seal(9) == 0
    assert Seal.objects.count() == 3


def test_what_is_younger_than_two_seconds_waits(db: None) -> None:
    write(3)
    with clock.standing_at(START + timedelta(seconds=3)):
        assert seal_entries() == 1
        assert verify(head_file()).unsealed == 2


def test_what_was_written_while_the_clock_ran_ahead_does_not_wait_for_that_time(db: None) -> None:
    write(2, minute=60 * 24 * 365)
    write(1)
    assert seal(5) == 3
    write(1, minute=6)
    assert seal(7) == 1
    assert kind() == ""


def test_a_long_log_is_sealed_in_bounded_batches(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "BATCH", 5)
    write(12)
    assert seal(1) == 12
    assert list(Seal.objects.values_list("count", flat=True)) == [5, 5, 2]
    assert kind() == ""


def test_an_entry_committed_later_with_a_lower_id_comes_into_a_later_seal(db: None) -> None:
    early, late = write(2)
    Entry.objects.filter(pk=early.pk).update(seal=0)  # as if another transaction still held it
    assert seal(1) == 1
    Entry.objects.filter(pk=early.pk).update(seal=None)
    assert seal(2) == 1
    assert [Entry.objects.get(pk=one.pk).seal for one in (early, late)] == [2, 1]
    assert kind() == ""


@pytest.mark.parametrize(
    "column",
    [
        {"why": "另一个原因"},
        {"changes": {"name": ["旧名", "别的"]}},
        {"actor_id": 8},
        {"at": START - timedelta(days=1)},
        {"verb": "look_at"},
        {"via": "link"},
        {"kind": "week.week"},
        {"object_id": 99},
        {"region_id": 2},
        {"week_id": None},
    ],
    ids=lambda column: next(iter(column)),
)
def test_an_altered_entry_is_found(column: dict[str, Any], three: None) -> None:
    first = Entry.objects.filter(seal=2).order_by("id")[0]
    Entry.objects.filter(pk=first.pk).update(**column)
    assert kind() == "altered 2"


def _remove(entries: list[Entry]) -> None:
    Entry.objects.filter(pk=entries[5].pk).delete()


def _insert(entries: list[Entry]) -> None:
    fake = entries[5]
    fake.pk = None
    fake.why = "从来没有的事"
    fake.save(force_insert=True)


def _exchange(entries: list[Entry]) -> None:
    """Two lines of one batch change places: their ids stay, what they say is swapped."""
    one, two = entries[4], entries[5]
    one.pk, two.pk = two.pk, one.pk
    one.save()
    two.save()


def _move(entries: list[Entry]) -> None:
    Entry.objects.filter(pk=entries[5].pk).update(seal=3)


def _unseal(entries: list[Entry]) -> None:
    Entry.objects.filter(pk=entries[5].pk).update(seal=None)


def _drop_batch(entries: list[Entry]) -> None:
    Entry.objects.filter(seal=2).delete()
    Seal.objects.filter(number=2).delete()


def _drop_batch_and_close_up(entries: list[Entry]) -> None:
    _drop_batch(entries)
    Seal.objects.filter(number=3).update(number=2, previous=Seal.objects.get(number=1).digest)
    Entry.objects.filter(seal=3).update(seal=2)


def _cut_off(entries: list[Entry]) -> None:
    Entry.objects.filter(seal=3).delete()
    Seal.objects.filter(number=3).delete()


def _take_all(entries: list[Entry]) -> None:
    Entry.objects.all().delete()
    Seal.objects.all().delete()


def _stray(entries: list[Entry]) -> None:
    Entry.objects.filter(pk=entries[11].pk).update(seal=77)


def _count_down(entries: list[Entry]) -> None:
    _remove(entries)
    Seal.objects.filter(number=2).update(count=3)


def _new_digest(entries: list[Entry]) -> None:
    Seal.objects.filter(number=2).update(digest="0" * 64)


def _earlier(entries: list[Entry]) -> None:
    Seal.objects.filter(number=2).update(made_at=START)


@pytest.mark.parametrize(
    ("tamper", "found"),
    [
        (_remove, "removed 2"),
        (_insert, "inserted 2"),
        (_exchange, "altered 2"),
        (_move, "removed 2"),
        (_unseal, "removed 2"),
        (_drop_batch, "seal_missing 2"),
        (_drop_batch_and_close_up, "altered 2"),
        (_cut_off, "cut_off 3"),
        (_take_all, "cut_off 1"),
        (_stray, "removed 3"),
        (_count_down, "altered 2"),
        (_new_digest, "altered 2"),
        (_earlier, "altered 2"),
    ],
    ids=lambda value: value.__name__.strip("_") if callable(value) else value.replace(" ", "-"),
)
def test_tampering_is_found_where_it_happened(
    tamper: Callable[[list[Entry]], None], found: str, three: None
) -> None:
    tamper(list(Entry.objects.order_by("id")))
    assert kind() == found
    report = verify(head_file())
    assert report.found is not None
    assert f"batch {found[-1]}" in str(report.found)


def test_entries_under_a_number_that_no_seal_has_are_found(three: None) -> None:
    extra = write(1, minute=5)[0]
    Entry.objects.filter(pk=extra.pk).update(seal=77)
    assert kind() == "unknown_seal 77"


def test_a_break_names_the_times_of_its_batch(three: None) -> None:
    _remove(list(Entry.objects.order_by("id")))
    words = str(verify(head_file()).found)
    assert "2027-05-24T01:01:00" in words
    assert "3 entries, 4 were sealed" in words


def test_erasing_a_person_leaves_the_seals_whole(three: None) -> None:
    forget_names(person_id=7, kind="logbook.receipt")
    assert not Entry.objects.filter(actor_name="江办").exists()
    assert kind() == ""


def test_a_switch_of_the_digest_holds_for_new_seals(three: None, settings: Settings) -> None:
    settings.SCIWEEK_LOG_DIGEST = "sm3"
    write(2, minute=4)
    seal(5)
    assert list(Seal.objects.values_list("algorithm", flat=True)) == ["sha256"] * 3 + ["sm3"]
    assert kind() == ""
    Entry.objects.filter(seal=4).update(why="改")
    assert kind() == "altered 4"


def test_a_digest_that_is_not_there_says_so(three: None, settings: Settings) -> None:
    settings.SCIWEEK_LOG_DIGEST = "sm4"
    write(1, minute=4)
    with pytest.raises(NoSuchDigest, match="log_digest = sha256"):
        seal(5)
    assert Entry.objects.filter(seal__isnull=True).count() == 1


def test_another_key_makes_another_digest() -> None:
    def digest(key: bytes) -> str:
        mac = BatchDigest("sha256", key, number=1, previous="")
        mac.add([1, START, "why"])
        return mac.close(count=1, first_at=START, last_at=START, made_at=START)

    assert digest(b"a" * 32) != digest(b"b" * 32)
    assert digest(b"a" * 32) == digest(b"a" * 32)


def test_the_head_file_has_a_line_for_each_seal(three: None) -> None:
    lines = [line.split() for line in head_file().read_text(encoding="ascii").splitlines()]
    assert [line[0] for line in lines] == ["1", "2", "3"]
    assert [line[2] for line in lines] == list(Seal.objects.values_list("digest", flat=True))


def test_the_head_file_is_taken_up_after_a_crash(three: None) -> None:
    whole = head_file().read_text(encoding="ascii")
    head_file().write_text(whole[: whole.rindex("\n", 0, -1) + 20], encoding="ascii")
    assert write_heads() == 1
    assert head_file().read_text(encoding="ascii") == whole


def test_a_head_file_that_lags_for_long_is_a_break(three: None) -> None:
    head_file().unlink()
    with clock.standing_at(START + timedelta(minutes=4)):
        assert kind() == ""
    with clock.standing_at(START + timedelta(hours=1)):
        assert kind() == "head_missing 1"


def test_a_head_that_was_changed_is_a_break(three: None) -> None:
    text = head_file().read_text(encoding="ascii")
    head_file().write_text(text.replace("\n2 4 ", "\n2 5 "), encoding="ascii")
    assert kind() == "head_differs 2"
    head_file().write_text(text.replace("\n2 4 ", "\nzwei 4 "), encoding="ascii")
    assert kind().startswith("head_damaged")


def test_an_older_copy_of_the_head_file_proves_the_log_too(three: None, tmp_path: Path) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_bytes(head_file().read_bytes())
    write(2, minute=4)
    seal(5)
    with clock.standing_at(START + timedelta(minutes=6)):
        assert verify(copy).found is None
    _cut_off([])
    assert verify(copy).found is not None


def test_entries_that_were_put_in_late_are_counted(three: None) -> None:
    with clock.standing_at(START - timedelta(days=2)):
        append(OFFICE, "edit_thing", Receipt(pk=1, actor="account:7", verb="补"))
    seal(5)
    report = verify(head_file())
    assert (report.found, report.late) == (None, 1)


def test_proofs_are_kept_and_the_doctor_reads_the_last(three: None) -> None:
    assert record_proof(verify(head_file())).is_whole
    _remove(list(Entry.objects.order_by("id")))
    proof = record_proof(verify(head_file()))
    assert (proof.is_whole, proof.kind, proof.number) == (False, "removed", 2)
    assert Proof.objects.count() == 2
    problems = {one.name: list(one.check()) for one in invariants()}
    assert problems["logbook.last_proof_was_whole"]
    assert problems["logbook.seals_are_full"]
    assert not problems["logbook.seals_are_a_chain"]


def test_the_doctor_sees_a_worker_that_stands_still(three: None) -> None:
    check = next(one.check for one in invariants() if one.name == "logbook.sealed_in_time")
    write(1, minute=5)
    with clock.standing_at(START + timedelta(minutes=10)):
        assert list(check()) == []
    with clock.standing_at(START + timedelta(minutes=20)):
        assert "1 entries" in next(iter(check()))


def test_rare_signs_and_deep_values_can_be_sealed(db: None) -> None:
    with clock.standing_at(START):
        append(
            OFFICE,
            "edit_thing",
            Receipt(pk=1, actor="x", verb="𠮷玥喆堃🎈\u2028"),
            changes={"名\n称": (None, [1, 2.5, {"乙": '"', "甲": True}])},
            why="，" * 5000,
        )
    assert seal(1) == 1
    assert kind() == ""


@pytest.mark.django_db(transaction=True)
def test_two_who_seal_at_once_do_not_fork_the_chain() -> None:
    write(40)

    def run() -> int:
        with clock.standing_at(START + timedelta(minutes=1)):
            return sum(seal_entries() for _again in range(3))

    assert sum(at_once(run, run)) == 40
    assert verify(head_file()).found is None
    numbers = [int(line.split()[0]) for line in head_file().read_text(encoding="ascii").splitlines()]
    assert numbers == list(range(1, Seal.objects.count() + 1))
