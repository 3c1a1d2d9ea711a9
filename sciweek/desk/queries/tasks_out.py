"""What waits on its way out: papers that are being signed elsewhere, messages that wait for a click or did not go."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciweek.base import access
from sciweek.base.actor import Actor
from sciweek.desk.queries.tasks import Task, each_or_all, some
from sciweek.dispatch.queries.papers import papers
from sciweek.dispatch.states import PaperState
from sciweek.post.queries import troubles
from sciweek.week.models import Week


def out_tasks(actor: Actor, week: Week) -> list[Task]:
    """For whoever runs papers and post."""
    tasks = _papers(actor, week) if access.may(actor, "dispatch.run_papers", week) else []
    return tasks + (_messages(actor, week) if access.may(actor, "post.run_post", week) else [])


def _papers(actor: Actor, week: Week) -> list[Task]:
    """Drafts that were sent for signing: what comes back is recorded here."""
    return each_or_all(
        papers(actor).filter(state=PaperState.SENT).order_by("id"),
        lambda row: Task(
            None,
            "",
            _("送签的公文回来了吗：%(title)s") % {"title": row.title},
            _("记下文号、签发人和日期。"),
            reverse("dispatch:paper", kwargs={"week_slug": week.slug, "code": row.code}),
            _("去登记"),
        ),
        lambda n, rows: Task(
            None,
            "",
            ngettext("%(n)d 份公文送签了还没有登记", "%(n)d 份公文送签了还没有登记", n) % {"n": n},
            some(row.title for row in rows),
            reverse("dispatch:list", kwargs={"week_slug": week.slug}),
            _("去登记"),
        ),
    )


def _messages(actor: Actor, week: Week) -> list[Task]:
    found = troubles(actor)
    outbox = reverse("post:outbox", kwargs={"week_slug": week.slug})
    tasks = []
    if found.stuck:
        title = ngettext("%(n)d 条消息没有发成", "%(n)d 条消息没有发成", found.stuck) % {"n": found.stuck}
        tasks.append(Task(None, "", title, "", f"{outbox}?shelf=stuck", _("去处理")))
    if found.drafts:
        title = ngettext("%(n)d 条消息等着发", "%(n)d 条消息等着发", found.drafts) % {"n": found.drafts}
        tasks.append(Task(None, "", title, "", f"{outbox}?shelf=draft", _("去发")))
    for hook in found.paused:
        url = reverse("post:hook", kwargs={"week_slug": week.slug, "code": hook.code})
        title = _("程序接收地址停用了：%(name)s") % {"name": hook.name}
        tasks.append(Task(None, "", title, _("一直送不到，系统已停止再试。"), url, _("去看")))
    return tasks
