"""What a host asks beside the numbers: a few questions of its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from sciweek.base.text import clean
from sciweek.booking.states import AnswerKind

MOST_QUESTIONS = 8
MOST_OPTIONS = 12
LONGEST_LABEL = 80
LONGEST_ANSWER = 200


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `key` stays when its words change."""

    key: str
    label: str
    kind: str = AnswerKind.TEXT
    is_needed: bool = False
    options: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "label": self.label,
            "kind": str(self.kind),
            "is_needed": self.is_needed,
            "options": list(self.options),
        }


def read_questions(stored: Iterable[Mapping[str, Any]]) -> tuple[Question, ...]:
    """The questions as they were stored."""
    return tuple(
        Question(
            str(one["key"]),
            str(one["label"]),
            str(one["kind"]),
            bool(one["is_needed"]),
            tuple(str(option) for option in one["options"]),
        )
        for one in stored
    )


def question_problem(questions: Iterable[Question]) -> str:
    """Why these questions cannot be asked; empty when they can."""
    asked = list(questions)
    if len(asked) > MOST_QUESTIONS:
        return _("最多问 %(n)d 个问题。每多问一个，就有人不约了。") % {"n": MOST_QUESTIONS}
    if len({one.key for one in asked}) != len(asked):
        return _("有两个问题重复。")
    for one in asked:
        if not one.label or len(one.label) > LONGEST_LABEL:
            return _("每个问题写 1 到 %(n)d 个字。") % {"n": LONGEST_LABEL}
        if one.kind not in AnswerKind.values:
            return _("请选怎么回答。")
        if one.kind == AnswerKind.CHOICE and not 2 <= len(set(one.options)) <= MOST_OPTIONS:
            return _("“选一项”要有 2 到 %(n)d 个选项。") % {"n": MOST_OPTIONS}
        if any(len(option) > LONGEST_LABEL for option in one.options):
            return _("每个选项最多 %(n)d 个字。") % {"n": LONGEST_LABEL}
    return ""


def judged_answers(
    questions: Iterable[Question], given: Mapping[str, Any]
) -> tuple[dict[str, str], dict[str, str]]:
    """The answers as they are kept, and what is wrong with them by field (`answer_<key>`)."""
    kept: dict[str, str] = {}
    problems: dict[str, str] = {}
    for one in questions:
        text = clean(str(given.get(one.key) or ""))
        why = _problem(one, text)
        if why:
            problems[f"answer_{one.key}"] = why
        elif text:
            kept[one.key] = text
    return kept, problems


def _problem(question: Question, text: str) -> str:
    if not text:
        return _("这一项要填。") if question.is_needed else ""
    if len(text) > LONGEST_ANSWER:
        return _("最多 %(n)d 个字。") % {"n": LONGEST_ANSWER}
    allowed: tuple[str, ...] = question.options
    if question.kind == AnswerKind.YES_NO:
        allowed = ("yes", "no")
    if question.kind != AnswerKind.TEXT and text not in allowed:
        return _("请从给出的选项里选。")
    return ""
