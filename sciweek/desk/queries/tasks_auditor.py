"""What an auditor looks at first: whether the log holds, unusual acts of today, who has not signed for the notice."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.db.models import Count, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.translation import gettext as _

from sciweek.base import clock
from sciweek.base.actor import Actor
from sciweek.committee.states import Role
from sciweek.desk.queries.tasks import Task, some
from sciweek.desk.queries.tasks_office import not_received
from sciweek.desk.words import UNUSUAL, verb_word
from sciweek.logbook.queries import entries_of_region, entries_of_week, last_proof, last_seal, unsealed
from sciweek.week.models import Week

# A proof runs once a day; when two are missing somebody should ask.
PROOF_DUE = timedelta(days=2)
# Names of each kind of act: one more than a line shows, so that it can say that there are more.
NAMED = 5
SEAL_DUE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class SealState:
    """How the log stands: what was sealed and proven last. `trouble` is empty when all is well."""

    number: int
    sealed_at: datetime | None
    waiting: int
    proven_at: datetime | None
    proven_entries: int
    trouble: str


def seal_state() -> SealState:
    """Three queries."""
    seal, proof = last_seal(), last_proof()
    now = clock.now()
    late = unsealed().filter(at__lt=now - SEAL_DUE).count()
    trouble = ""
    if proof is not None and not proof.is_whole:
        trouble = _("上次核验没有通过：第 %(n)d 批。请系统管理员运行 sciweek log verify 查看。") % {
            "n": proof.number or 0
        }
    elif late:
        trouble = _("%(n)d 条记录超过十分钟没有封存。请系统管理员看看后台任务是否在运行。") % {"n": late}
    elif proof is not None and proof.at < now - PROOF_DUE:
        trouble = _("日志两天没有核验了。请系统管理员看看后台任务是否在运行。")
    return SealState(
        number=seal.number if seal else 0,
        sealed_at=seal.made_at if seal else None,
        waiting=late,
        proven_at=proof.at if proof else None,
        proven_entries=proof.entries if proof else 0,
        trouble=trouble,
    )


def log_tasks(week: Week, seals: SealState) -> list[Task]:
    """A log that does not hold comes first, for office and auditor."""
    if not seals.trouble:
        return []
    url = reverse("desk:log", kwargs={"week_slug": week.slug})
    return [Task(None, _("现在"), _("日志需要查看"), seals.trouble, url, _("看日志"), is_urgent=True)]


def auditor_tasks(actor: Actor, week: Week) -> list[Task]:
    """Unusual acts of today, one line for each kind; then the receipts."""
    if not actor.has(Role.AUDITOR):
        return []
    log = reverse("desk:log", kwargs={"week_slug": week.slug})
    tasks = [
        Task(
            None,
            _("今天"),
            _("%(what)s：%(n)d 次") % {"what": verb_word(acts.verb), "n": acts.count},
            some(acts.names),
            f"{log}?{urlencode({'verb': acts.verb, 'since': week.today.isoformat()})}",
            _("看记录"),
        )
        for acts in unusual_acts(week)
    ]
    return tasks + not_received(week)


@dataclass
class Acts:
    """How often something was done, and to what: the newest names, more than `some` shows."""

    verb: str
    count: int = 0
    names: list[str] = field(default_factory=list)


def unusual_acts(week: Week) -> list[Acts]:
    """The unusual acts of today, in the edition and outside of any, in the order of `UNUSUAL`. Two queries, however many."""
    midnight = clock.moment(week.today, clock.MIDNIGHT, week.zone)
    found: dict[str, Acts] = {}
    for side in (entries_of_week(week.pk), entries_of_region(week.region_id)):
        acts = side.filter(at__gte=midnight, verb__in=UNUSUAL).annotate(
            nth=Window(RowNumber(), partition_by="verb", order_by="-id"),
            count=Window(Count("id"), partition_by="verb"),
        )
        newest = acts.filter(nth__lte=NAMED).order_by("verb", "nth")
        for verb, nth, count, name in newest.values_list("verb", "nth", "count", "object_name"):
            kind = found.setdefault(verb, Acts(verb))
            kind.names.append(name)
            kind.count += count if nth == 1 else 0
    return sorted(found.values(), key=lambda acts: UNUSUAL.index(acts.verb))
