"""Units learn what became of their wish."""

from django.utils.translation import gettext as _

from sciweek.base.actor import Actor
from sciweek.committee.addresses import site_address
from sciweek.look.dates import range_words
from sciweek.look.phrases import headed, strung
from sciweek.outreach.models import Wish
from sciweek.outreach.states import News, WishState
from sciweek.people.phones import shown_phone
from sciweek.post.actions import Sheet, Written, write_messages
from sciweek.post.queries import best_recipients, contact_line

STATE_OF = {
    News.ASSIGNED: WishState.ASSIGNED,
    News.MOVED: WishState.ASSIGNED,
    News.TAKEN_BACK: WishState.ASKED,
    News.DECLINED: WishState.DECLINED,
}
LONGEST_SUBJECT = 150


def tell_unit(actor: Actor, wish: Wish, news: News, version: int) -> Written:
    """One message to the unit that asked. What was done was a person's click: it goes out by itself.

    What has moved on meanwhile is left out: newer news is on its way.
    """
    if wish.state != STATE_OF[news]:
        return Written()
    sheets = []
    for channel, to in best_recipients([wish.unit]):
        subject, body = _text(wish, news)
        key = f"outreach:{news}:{wish.uid}.{version}:{to.key}"
        sheets.append(Sheet(channel, to, subject[:LONGEST_SUBJECT], body, key, wish.uid))
    return write_messages(actor, wish.week, sheets, send=True) if sheets else Written()


def _text(wish: Wish, news: News) -> tuple[str, str]:
    visit, week = wish.its_visit, wish.week
    outing = visit.outing if visit is not None else wish.outing
    title = outing.title if outing is not None else _("外出科普")
    subject = _("%(news)s：%(title)s") % {"news": news.label, "title": title}
    lines = [headed(wish.unit.name, ""), subject]
    if visit is not None:
        lines += [
            headed(_("时间"), range_words(visit.starts_at, visit.ends_at, week.zone)),
            headed(_("地点"), wish.where),
            headed(_("来的单位"), visit.outing.unit.name),
        ]
        if visit.leader_name:
            lines.append(headed(_("带队"), strung((visit.leader_name, shown_phone(visit.phone)))))
    elif wish.state_reason:
        lines.append(headed(_("原因"), wish.state_reason))
    if news == News.TAKEN_BACK:
        lines.append(_("申请还在，重新安排后再通知。"))
    name = "outreach:slip" if visit is not None else "outreach:wish"
    code = visit.code if visit is not None else wish.code
    words = _("行程和要准备的") if visit is not None else _("申请")
    lines.append(headed(words, site_address(name, week_slug=week.slug, code=code)))
    lines += [contact_line(), week.office_name]
    return subject, "\n".join(filter(None, lines))
