"""Replies as a table: what units have filled in and sent back. Called by `sheets`, which asks, shows and holds the
transaction."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from sciweek.base import access
from sciweek.base.actor import Actor
from sciweek.base.errors import OutOfSight, Refused
from sciweek.base.text import searchable
from sciweek.ceremonies.actions.replies import GuestLine, fill_slip, line_values
from sciweek.ceremonies.logic.plates import shown_plate
from sciweek.ceremonies.logic.reply_columns import (
    HEADINGS,
    KIND_NAMES,
    KIND_WORDS,
    REPLY_COLUMNS,
    STATE_NAMES,
    STATE_WORDS,
)
from sciweek.ceremonies.models import Guest, Slip
from sciweek.ceremonies.queries import SlipRow, quotas_by_kind, slip_rows
from sciweek.ceremonies.states import GuestKind, GuestState
from sciweek.people.phones import shown_phone
from sciweek.sheets.kinds import Tick
from sciweek.sheets.logic.cells import Value
from sciweek.sheets.logic.columns import Line
from sciweek.sheets.logic.values import LineReading
from sciweek.sheets.logic.verdicts import Outcome, Saved, Verdict
from sciweek.week.models import Week

WORDS = ("post", "phone", "plate", "kind", "state")


@dataclass(slots=True, eq=False)
class LinePlan:
    """One line: the slip that it speaks of, the guest as they would stand there. No `guest`: the line says nothing."""

    reading: LineReading
    row: SlipRow | None = None
    name: str = ""
    old: Guest | None = None
    guest: GuestLine | None = None
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def verdict(self) -> Verdict:
        unit = self.row.slip.unit.label if self.row else ""
        name = " ".join(filter(None, (unit, self.name)))[:120]
        number = self.reading.line.number
        if self.reading.problems:
            return Verdict(number, name, "wrong", {}, tuple(self.reading.problems))
        if self.guest is None:
            return Verdict(number, name, "same")
        outcome: Outcome = "new" if self.old is None else "changed" if self.changes else "same"
        return Verdict(number, name, outcome, self.changes)


def judge_replies(actor: Actor, week: Week | None, lines: Sequence[Line], tick: Tick) -> list[Verdict]:
    """What each line would do. Call inside the week's scope."""
    return [plan.verdict for plan in make_plans(lines, tick)]


def save_replies(actor: Actor, week: Week | None, lines: Sequence[Line], tick: Tick) -> Saved:
    """Fill the slips, the guests who stand there already stay. Raises `Refused` when a line is wrong."""
    if week is None:
        raise OutOfSight("week")
    access.require(actor, "ceremonies.run_ceremony", week)
    plans = make_plans(lines, tick)
    if any(plan.reading.problems for plan in plans):
        raise Refused(_("有的行现在有问题了。请再看一遍。"), code="wrong")
    by_slip: dict[int, list[LinePlan]] = defaultdict(list)
    for plan in plans:
        if plan.row is not None and plan.guest is not None:
            by_slip[plan.row.slip.pk].append(plan)
    outcomes = Counter(plan.verdict.outcome for plan in plans)
    codes = []
    for of_slip in by_slip.values():
        row = of_slip[0].row
        if row is None or (row.has_replied and all(plan.verdict.outcome == "same" for plan in of_slip)):
            continue
        written = {plan.old.pk: plan.guest for plan in of_slip if plan.old is not None and plan.guest}
        standing = [written.get(guest.pk) or standing_line(guest) for guest in row.guests]
        new = [plan.guest for plan in of_slip if plan.old is None and plan.guest is not None]
        fill_slip(actor, row.slip, lines=[*standing, *new], note=row.slip.note)
        codes.append(row.slip.code)
    return Saved(outcomes["new"], outcomes["changed"], outcomes["same"], tuple(codes))


def standing_line(guest: Guest) -> GuestLine:
    """A guest as their line of the slip says it."""
    return GuestLine(
        name=guest.name,
        post=guest.post,
        phone=guest.phone,
        plate=guest.plate,
        kind=guest.kind,
        state=guest.state,
        code=guest.code,
    )


def make_plans(lines: Sequence[Line], tick: Tick) -> list[LinePlan]:
    """Read all lines against the slips as they stand: four queries, however many lines there are."""
    standing = _Standing()
    plans = []
    for done, line in enumerate(lines, 1):
        plans.append(standing.read(line))
        tick(done, len(lines))
    return plans


class _Standing:
    """All slips of the edition before the import."""

    def __init__(self) -> None:
        slips = Slip.objects.select_related("unit", "week__region", "ceremony__activity", "ceremony__session")
        rows = slip_rows(slips.order_by("ceremony_id", "unit__sort_key", "id"))
        self.by_ceremony: dict[int, dict[str, list[SlipRow]]] = defaultdict(lambda: defaultdict(list))
        self.ceremonies: dict[str, set[int]] = defaultdict(set)
        for row in rows:
            ceremony, unit = row.slip.ceremony, row.slip.unit
            for name in {searchable(unit.name), searchable(unit.short_name)} - {""}:
                self.by_ceremony[ceremony.pk][name].append(row)
            for name in {
                searchable(str(ceremony)),
                searchable(ceremony.activity.name),
                searchable(ceremony.code),
            }:
                self.ceremonies[name].add(ceremony.pk)
        # Who stands on each slip already, and who is added by lines before.
        self.taken: dict[int, Counter[str]] = {
            row.slip.pk: Counter(guest.kind for guest in row.coming) for row in rows
        }
        self.said: dict[tuple[int, str], int] = {}

    def read(self, line: Line) -> LinePlan:
        reading = LineReading(line, REPLY_COLUMNS)
        plan = LinePlan(reading, self._slip(reading))
        texts = {name: reading.text(name) for name in ("name", "post", "phone", "plate")}
        kind, state = reading.choice("kind", KIND_WORDS), reading.choice("state", STATE_WORDS)
        if not any(texts.values()) and state in (None, GuestState.COMING):
            return plan  # a line for a guest whom nobody has named
        if plan.row is not None and not reading.problems:
            self._guest(plan, texts, kind, state)
        return plan

    def _slip(self, reading: LineReading) -> SlipRow | None:
        said, unit = reading.text("ceremony"), reading.text("unit")
        ids = self.ceremonies.get(searchable(said), set()) if said else set(self.by_ceremony)
        if said and not ids:
            reading.wrong("ceremony", _("没有“%(said)s”这个仪式，或者它还没有分名额。") % {"said": said[:40]})
            return None
        found = [row for pk in sorted(ids) for row in self.by_ceremony[pk].get(searchable(unit), ())]
        if len(found) == 1:
            return found[0]
        if not unit:
            return None
        if len({row.slip.ceremony_id for row in found}) > 1:
            reading.wrong("ceremony", _("这个单位要参加几个仪式，请写是哪一个。"))
        elif found:
            reading.wrong("unit", _("有几个单位都叫“%(said)s”，请写全称。") % {"said": unit[:40]})
        else:
            reading.wrong("unit", _("“%(said)s”没有名额，或者没有这个单位。") % {"said": unit[:40]})
        return None

    def _guest(self, plan: LinePlan, texts: Mapping[str, str], kind: str | None, state: str | None) -> None:
        row = plan.row
        if row is None:
            return
        reading = plan.reading
        draft = GuestLine(name=texts["name"])
        name = line_values(draft)[0]["name"]
        plan.name = name
        plan.old = next(
            (one for one in row.guests if name and searchable(one.name) == searchable(name)), None
        )
        old = standing_line(plan.old) if plan.old is not None else None
        plan.guest = GuestLine(
            name=name,
            post=texts["post"] or (old.post if old else ""),
            phone=texts["phone"] or (old.phone if old else ""),
            plate=texts["plate"] or (old.plate if old else ""),
            kind=kind or (old.kind if old else GuestKind.REPRESENTATIVE.value),
            state=state or (old.state if old else GuestState.COMING.value),
            code=old.code if old else "",
        )
        values, problems = line_values(plan.guest, area_code=row.slip.week.region.area_code)
        for field_name, text in problems.items():
            reading.wrong(field_name, text)
        first = self.said.setdefault((row.slip.pk, searchable(name)), reading.line.number)
        if name and first != reading.line.number:
            reading.wrong("name", _("和第 %(row)d 行是同一位。只留一行。") % {"row": first})
        if row.slip.ceremony.is_off:
            reading.wrong("ceremony", _("这个仪式已取消，不用再报了。"))
        self._count(plan, values)
        plan.changes = _told(plan.old, values)

    def _count(self, plan: LinePlan, values: Mapping[str, Any]) -> None:
        """Never one guest more than there are places, said at the line that is one too many."""
        row = plan.row
        if row is None or plan.reading.problems:
            return
        taken = self.taken[row.slip.pk]
        if plan.old is not None and plan.old.is_coming:
            taken[plan.old.kind] -= 1
        if values["state"] != GuestState.COMING:
            return
        taken[values["kind"]] += 1
        have = quotas_by_kind(row.quotas).get(values["kind"], 0)
        if taken[values["kind"]] > have:
            taken[values["kind"]] -= 1
            text = _("%(kind)s的名额是 %(have)d 人，这是第 %(n)d 位。") % {
                "kind": KIND_NAMES[values["kind"]],
                "have": have,
                "n": have + 1,
            }
            plan.reading.wrong("name", text)


def _told(old: Guest | None, values: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """What the preview says, by heading."""
    told = {}
    for name in WORDS:
        before = _words(name, getattr(old, name) if old is not None else "")
        after = _words(name, values.get(name, ""))
        if before != after:
            told[HEADINGS[name]] = (before, after)
    return told


def _words(name: str, value: str) -> str:
    match name:
        case "phone":
            return shown_phone(value)
        case "plate":
            return shown_plate(value)
        case "kind":
            return KIND_NAMES.get(value, "")
        case "state":
            return STATE_NAMES.get(value, "")
    return value


def reply_rows(rows: Sequence[SlipRow], *, blanks: bool) -> list[dict[str, Value]]:
    """The slips as rows of their own table: the guests, and with `blanks` an empty line for each place that is left."""
    found: list[dict[str, Value]] = []
    for row in rows:
        head: dict[str, Value] = {"ceremony": str(row.slip.ceremony), "unit": row.slip.unit.name}
        found += [
            head | {"name": guest.name} | {name: _words(name, getattr(guest, name)) for name in WORDS}
            for guest in row.guests
        ]
        taken = Counter(guest.kind for guest in row.coming)
        for quota in row.quotas if blanks else ():
            empty = head | {"kind": KIND_NAMES[quota.kind]}
            found += [empty] * max(0, quota.count - taken[quota.kind])
    return found
