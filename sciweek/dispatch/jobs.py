"""The preview of a draft, for a long table takes seconds to set; news of what was issued."""

from django.tasks import task

from sciweek.base import scope
from sciweek.base.actor import system
from sciweek.base.errors import Refused
from sciweek.dispatch.actions.previews import keep_preview
from sciweek.dispatch.models import Paper
from sciweek.files.queries import read_bytes
from sciweek.papers.logic.preview import preview_pdf
from sciweek.post.actions import announce
from sciweek.post.states import Event


@task(queue_name="quick")
def make_preview(region_id: int, week_id: int, paper_id: int) -> None:
    """Set the draft as it is now. Safe to repeat; a draft that has changed meanwhile has its own job."""
    actor = system("papers", region_id=region_id, week_id=week_id)
    with scope.entered(region_id, week_id):
        paper = Paper.objects.select_related("draft_file").filter(pk=paper_id).first()
        if paper is None or paper.draft_file is None or paper.preview_file_id is not None:
            return
        try:
            pdf = preview_pdf(read_bytes(paper.draft_file))
            keep_preview(actor, paper, of=paper.draft_file, pdf=pdf)
        except Exception as trouble:
            # Whatever it is, nobody shall wait for pages that do not come.
            keep_preview(actor, paper, of=paper.draft_file, pdf=None)
            if not isinstance(trouble, (Refused, FileNotFoundError)):
                raise


@task(queue_name="quick")
def announce_issue(region_id: int, week_id: int, paper_id: int) -> None:
    """Tell programs that a paper has been issued."""
    with scope.entered(region_id, week_id):
        code = Paper.objects.values_list("code", flat=True).get(pk=paper_id)
    announce(Event.PAPER_ISSUED, region_id, week_id, {"paper": code}, once=f"paper{paper_id}")
