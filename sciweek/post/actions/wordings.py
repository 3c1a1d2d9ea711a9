"""A region's own texts."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sciweek.base import access
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.base.text import clean, clean_lines
from sciweek.logbook.actions import append, save_changes
from sciweek.post.logic.wording import FIELDS_OF, unknown_field
from sciweek.post.models import Wording
from sciweek.post.models.messages import LONGEST_SUBJECT
from sciweek.post.states import WORDED, Occasion
from sciweek.week.models import Region

LONGEST_BODY = 10_000


def check_wording(occasion: str, subject: str, body: str) -> dict[str, str]:
    """What is wrong with a text that has gaps, by field."""
    problems: dict[str, str] = {}
    allowed = FIELDS_OF[occasion]
    if not subject or len(subject) > LONGEST_SUBJECT:
        problems["subject"] = _("请写标题，最多 %(count)d 个字。") % {"count": LONGEST_SUBJECT}
    elif why := unknown_field(subject, allowed):
        problems["subject"] = why
    if not body or len(body) > LONGEST_BODY:
        problems["body"] = _("请写正文，最多 %(count)d 个字。") % {"count": LONGEST_BODY}
    elif why := unknown_field(body, allowed):
        problems["body"] = why
    return problems


def save_wording(
    actor: Actor,
    region: Region,
    *,
    occasion: str,
    subject: str,
    body: str,
    name: str = "",
    wording: Wording | None = None,
    seen_version: int | None = None,
) -> Wording:
    """Write or change the region's text for an occasion; general texts have a name, the others are one each."""
    access.require(actor, "post.run_post", wording or region)
    if occasion not in WORDED:
        raise Refused(fields={"occasion": _("请选用在什么时候。")}, code="invalid")
    name, subject, body = clean(name)[:40], clean(subject), clean_lines(body)
    problems = check_wording(occasion, subject, body)
    if name and occasion != Occasion.GENERAL:
        problems["name"] = _("只有一般消息的模板可以另起名称。")
    if problems:
        raise Refused(fields=problems, code="invalid")
    try:
        with transaction.atomic():
            if wording is None:
                row = Wording.objects.create(
                    region=region, occasion=occasion, name=name, subject=subject, body=body
                )
                append(actor, "add_wording", row)
                return row
            return save_changes(
                actor,
                wording,
                verb="edit_wording",
                seen_version=seen_version,
                name=name,
                subject=subject,
                body=body,
            )
    except IntegrityError as error:
        if name:
            raise Refused(fields={"name": _("已经有这个名称。")}, code="taken") from error
        raise Refused(_("这里已经有一份本地区的文字了。请从“消息模板”打开它来改。"), code="taken") from error


def drop_wording(actor: Actor, wording: Wording) -> None:
    """Back to the built-in text."""
    access.require(actor, "post.run_post", wording)
    with transaction.atomic():
        append(actor, "drop_wording", wording)
        wording.delete()
