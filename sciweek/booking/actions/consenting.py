"""The words to which guardians agree: numbered, never changed."""

from copy import copy

from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.base import access, clock
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.base.text import clean_lines
from sciweek.booking.logic.languages import site_language, speaking
from sciweek.booking.models import ConsentText
from sciweek.logbook.actions import append, locked_row
from sciweek.week.models import Week

LONGEST = 1000


def first_words() -> tuple[str, str, str]:
    """The built-in wording, in the language that is active: of a guardian, of a school, for photos."""
    return (
        _(
            "我是孩子的监护人，同意主办方为这次活动登记孩子的年龄段和我的姓名、手机号，只用于安排席位、通知变动和现场安全，"
            "活动结束后按公布的天数删除。我可以随时取消预约，撤回同意。"
        ),
        _(
            "学校已经告知学生监护人并取得同意：为这次活动登记学校、年级和人数，不登记学生姓名，活动结束后按公布的天数删除。"
        ),
        _("同意活动现场拍摄的、有孩子的照片用于这届活动周的公益宣传。不同意也能参加。"),
    )


def words_in_force(week: Week) -> ConsentText:
    """What holds, in the language of the committee; unsaved while nobody has agreed to the built-in words yet."""
    current = ConsentText.objects.filter(week=week).order_by("-number").first()
    guardian, school, photo = _kept_words()
    return current or ConsentText(week=week, number=1, guardian=guardian, school=school, photo=photo)


def words_to_read(words: ConsentText) -> ConsentText:
    """The same for whoever reads: the built-in words in the language of the page, a committee's own as they stand."""
    if (words.guardian, words.school, words.photo) != _kept_words():
        return words
    read = copy(words)
    read.guardian, read.school, read.photo = first_words()
    return read


def _kept_words() -> tuple[str, str, str]:
    """Whoever agrees first, on whichever page, the edition keeps the words in one language."""
    with speaking(site_language()):
        return first_words()


def consent_for(week: Week) -> ConsentText:
    """The words in force; the built-in ones become number 1 when somebody first agrees to them."""
    current = ConsentText.objects.filter(week=week).order_by("-number").first()
    if current is not None:
        return current
    guardian, school, photo = _kept_words()
    made, _is_new = ConsentText.objects.get_or_create(
        week=week,
        number=1,
        defaults={"guardian": guardian, "school": school, "photo": photo, "made_at": clock.now()},
    )
    return made


def word_consent(actor: Actor, week: Week, *, guardian: str, school: str, photo: str) -> ConsentText:
    """Put other words in force; what was agreed to before keeps its own."""
    access.require(actor, "booking.run_policy", week)
    words = {"guardian": clean_lines(guardian), "school": clean_lines(school), "photo": clean_lines(photo)}
    problems = {
        name: _("请写 1 到 %(n)d 个字。") % {"n": LONGEST}
        for name, text in words.items()
        if not 0 < len(text) <= LONGEST
    }
    if problems:
        raise Refused(fields=problems, code="invalid")
    with transaction.atomic():
        locked_row(week)
        current = consent_for(week)
        if all(getattr(current, name) == text for name, text in words.items()):
            return current
        made = ConsentText.objects.create(week=week, number=current.number + 1, made_at=clock.now(), **words)
        append(actor, "word_consent", made)
    return made
