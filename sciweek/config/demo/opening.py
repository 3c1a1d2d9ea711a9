"""From the demo notice to the demo week, by the steps that an office takes."""

from sciweek.config.demo.days import Days
from sciweek.config.demo.notice_docx import notice_docx
from sciweek.config.demo.town import Town
from sciweek.notice.actions import hand_in_notice
from sciweek.notice.jobs import read_notice
from sciweek.notice.models import Notice
from sciweek.week.models import Week

FILE_NAME = "{year}年临江区科技活动周通知.docx"


def week_from_notice(town: Town, days: Days) -> Week:
    """Hand the notice in, have it read, accept what was read and make the week of it."""
    handed = hand_in_notice(
        town.office,
        town.region,
        role="own",
        file_name=FILE_NAME.format(year=days.start.year),
        data=notice_docx(days),
    )
    read_notice.call(region_id=town.region.pk, notice_id=handed.pk)
    notice = Notice.objects.get(pk=handed.pk)
    return make(town, notice)


def make(town, notice):
    from datetime import date, time
    from sciweek.week.actions import create_week
    from sciweek.base import scope
    from sciweek.activities.actions import add_series
    from sciweek.duties.actions import add_duty, Addressee
    from sciweek.config.demo.papers import row_of, named
    from sciweek.committee.actions import take_part
    r = notice.reading
    D = date.fromisoformat
    w = create_week(town.office, town.region, title="云川市临江区科技活动周", starts_on=D(r["week_start"]), ends_on=D(r["week_end"]), theme=r["theme"], directions=[(d["heading"], d["text"]) for d in r["directions"]])
    o = town.office.in_week(w.pk)
    with scope.entered(town.region.pk, w.pk):
        for a in r["activities"]:
            add_series(o, w, name=a["name"], kind=a["kind"])
        take_part(o, w, town.all_but_committee())
        for d in r["deadlines"]:
            d["what"] = d["what"].replace("《重点活动", "重点活动备案表").replace("《活动安全方案", "安全方案")
            try: row = row_of(d["what"])
            except StopIteration: print("no row", d); continue
            add_duty(o, w, what=d["what"], due_on=D(d["due"]), addressees=[Addressee(town.units[c]) for c in named(town, row["owed_by"])])
    return w
