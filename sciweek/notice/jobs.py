"""Reading a paper that was handed in. Quick: a ten-page notice takes well under a second, the slowest file ten."""

from dataclasses import asdict

from django.tasks import task
from django.utils.translation import gettext_noop

from sciweek.base import scope
from sciweek.base.actor import system
from sciweek.files.queries import files_of, read_bytes
from sciweek.notice.actions.intake import Outcome, record_reading, record_trouble
from sciweek.notice.logic.intake import Unreadable, extract
from sciweek.notice.logic.reading import read
from sciweek.notice.models import Notice
from sciweek.notice.states import NoticeState

GONE = gettext_noop("文件没有保存好。请重新上传。")


@task(queue_name="quick")
def read_notice(region_id: int, notice_id: int) -> None:
    """Extract the text, read it, write the findings down. Safe to repeat: a paper is read once."""
    actor = system("reader", region_id=region_id)
    with scope.entered(region_id):
        notice = Notice.objects.filter(pk=notice_id, state=NoticeState.WAITING).first()
        if notice is None:
            return
        stored = files_of(notice.uid).first()
        try:
            if stored is None:
                raise FileNotFoundError(notice.code)
            extracted = extract(read_bytes(stored), notice.file_name)
        except Unreadable as trouble:
            record_trouble(actor, notice, code=trouble.code, message=trouble.message, params=trouble.params)
        except FileNotFoundError:
            record_trouble(actor, notice, code="gone", message=GONE)
        else:
            outcome = Outcome(
                reading=read(extracted.text).as_dict(),
                media=extracted.media,
                pages=extracted.pages,
                doubtful=extracted.doubtful,
                remarks=[asdict(remark) for remark in extracted.remarks],
            )
            record_reading(actor, notice, outcome)
