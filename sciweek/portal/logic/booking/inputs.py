"""The lines of the booking form: what each asks, what was typed into it, what is wrong with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sciweek.booking.logic.questions import LONGEST_ANSWER, Question
from sciweek.booking.models import LONGEST_NAME
from sciweek.booking.states import AnswerKind
from sciweek.portal.logic.booking.given import ANSWER, Given


@dataclass(frozen=True, slots=True)
class Input:
    """One line. `options` (value, words, tick) make it a choice; `is_young`: with anybody here a guardian must agree."""

    name: str
    label: str
    value: str = ""
    error: str = ""
    hint: str = ""
    autocomplete: str = "off"
    inputmode: str = ""
    longest: int = 100
    is_needed: bool = True
    options: tuple[tuple[str, str, str], ...] = ()
    is_young: bool = False

    @property
    def described(self) -> str:
        """The ids of what belongs to it."""
        parts = ((f"id_{self.name}-hint", self.hint), (f"id_{self.name}-error", self.error))
        return " ".join(name for name, there in parts if there)


def bands(given: Given, problems: Mapping[str, str], *, small_need_seats: bool) -> tuple[Input, ...]:
    """How many people of each age."""
    no_seat = "" if small_need_seats else _("不占席位")
    small = " · ".join(each for each in (_("6 岁以下"), no_seat) if each)
    return (
        _number("adults", _("成人"), given, problems, hint=_("18 岁及以上")),
        _number("teens", _("青少年"), given, problems, hint=_("14–17 岁")),
        _number("children", _("儿童"), given, problems, hint=_("6–13 岁"), is_young=True),
        _number("small", _("幼儿"), given, problems, hint=small, is_young=True),
    )


def group_inputs(given: Given, problems: Mapping[str, str]) -> tuple[Input, ...]:
    """A class: which one, and how many come."""
    return (
        _text("school", _("学校"), given, problems, autocomplete="organization", longest=80),
        _text("grade", _("年级和班级"), given, problems, hint=_("例如：四年级二班"), longest=40),
        *group_numbers(given, problems),
    )


def group_numbers(given: Given, problems: Mapping[str, str]) -> tuple[Input, ...]:
    """How many come of a class."""
    return (
        _number("pupils", _("学生人数"), given, problems, is_young=True),
        _number("adults", _("带队老师和家长人数"), given, problems),
    )


def contact_inputs(given: Given, problems: Mapping[str, str]) -> tuple[Input, ...]:
    return (
        _text("name", _("联系人姓名"), given, problems, autocomplete="name", longest=LONGEST_NAME),
        _phone(_("手机号"), given, problems, autocomplete="tel-national"),
    )


def code_input(given: Given, problems: Mapping[str, str]) -> Input:
    """The one-time code; no browser keeps a form from being sent because it is missing, the server asks for it."""
    return _code(_("短信验证码"), given, problems, autocomplete="one-time-code")


def heir_inputs(given: Given, problems: Mapping[str, str]) -> tuple[Input, ...]:
    """Whom the booking is passed on to: no browser fills in what it knows of its own user."""
    return (
        _text("name", _("对方姓名"), given, problems, longest=LONGEST_NAME),
        _phone(_("对方手机号"), given, problems),
    )


def heir_code_input(given: Given, problems: Mapping[str, str]) -> Input:
    """The code that the other one's phone has got, and that is told to whoever passes the booking on."""
    return _code(_("对方收到的验证码"), given, problems)


def question_inputs(
    questions: Iterable[Question], given: Given, problems: Mapping[str, str]
) -> tuple[Input, ...]:
    """What the host asks."""
    found = []
    for one in questions:
        name = ANSWER + one.key
        choices = tuple((each, each) for each in one.options)
        if one.kind == AnswerKind.YES_NO:
            choices = (("yes", _("是")), ("no", _("否")))
        options = tuple((value, words, given.tick(name, value)) for value, words in choices)
        found.append(
            Input(
                name,
                one.label,
                given.answers.get(one.key, ""),
                problems.get(name, ""),
                longest=LONGEST_ANSWER,
                is_needed=one.is_needed,
                options=options if one.kind != AnswerKind.TEXT else (),
            )
        )
    return tuple(found)


def _text(
    name: str,
    label: str,
    given: Given,
    problems: Mapping[str, str],
    *,
    hint: str = "",
    autocomplete: str = "off",
    inputmode: str = "",
    longest: int = 100,
) -> Input:
    value, error = given.texts[name], problems.get(name, "")
    return Input(name, label, value, error, hint, autocomplete, inputmode, longest)


def _phone(label: str, given: Given, problems: Mapping[str, str], *, autocomplete: str = "off") -> Input:
    hint = _("用来找回预约和通知变动")
    return _text(
        "phone", label, given, problems, hint=hint, autocomplete=autocomplete, inputmode="tel", longest=20
    )


def _code(label: str, given: Given, problems: Mapping[str, str], *, autocomplete: str = "off") -> Input:
    return _text("code", label, given, problems, autocomplete=autocomplete, inputmode="numeric", longest=6)


def _number(
    name: str,
    label: str,
    given: Given,
    problems: Mapping[str, str],
    *,
    hint: str = "",
    is_young: bool = False,
) -> Input:
    value, error = given.texts[name], problems.get(name, "")
    return Input(name, label, value, error, hint, inputmode="numeric", longest=5, is_young=is_young)
