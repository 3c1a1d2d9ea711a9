"""States of papers that no action could have made."""

from collections.abc import Iterable

from django.db.models import Q

from sciweek.base.invariants import Invariant
from sciweek.dispatch.models import Paper, Template
from sciweek.dispatch.states import PaperState


def _issued_not_whole() -> Iterable[str]:
    rows = Paper.objects.over_the_wall("base.doctor").filter(state=PaperState.ISSUED)
    for paper in rows.filter(Q(signer="") | Q(issued_file__isnull=True) | Q(issued_on__isnull=True)):
        yield f"{paper.code}: issued without its signer, date or stamped file"


def _numbered_draft() -> Iterable[str]:
    rows = Paper.objects.over_the_wall("base.doctor").exclude(state=PaperState.ISSUED)
    for code in rows.exclude(number="", issued_file__isnull=True).values_list("code", flat=True):
        yield f"{code}: has a number or a stamped file and is not issued"


def _correction_of_draft() -> Iterable[str]:
    rows = Paper.objects.over_the_wall("base.doctor").filter(corrects__isnull=False)
    for code in rows.exclude(corrects__state=PaperState.ISSUED).values_list("code", flat=True):
        yield f"{code}: corrects a paper that was never issued"


def _unsound_in_use() -> Iterable[str]:
    for template in Template.objects.over_the_wall("base.doctor").filter(is_used=True):
        if template.problems:
            yield f"{template.code}: in use although its check found problems"


def invariants() -> list[Invariant]:
    return [
        Invariant("dispatch.issued_is_whole", "An issued paper has signer, date and file", _issued_not_whole),
        Invariant("dispatch.number_when_issued", "Only an issued paper has a number", _numbered_draft),
        Invariant("dispatch.corrects_issued", "A correction names an issued paper", _correction_of_draft),
        Invariant("dispatch.sound_template", "A template in use is sound", _unsound_in_use),
    ]
