"""`python -m sciweek.config.bench.thousand`: an open week with 1,000 published activities, in the data folder named
by the settings. Made by the same actions as any week."""

from datetime import date, datetime, time, timedelta

from django.db import transaction

from sciweek.config.prepare import bring_up_to_date, start_django

COUNT = 1000


def main() -> None:
    start_django()
    bring_up_to_date()
    from sciweek.activities.actions import add_activity, publish_activities
    from sciweek.activities.models import Activity
    from sciweek.activities.states import Kind
    from sciweek.base import clock, scope
    from sciweek.base.actor import system
    from sciweek.week.actions import create_week, found_region, open_week

    with transaction.atomic():
        region = found_region(
            system("bench"), slug="linjiang", name="云川市临江区", short_name="临江区", area_code="0890"
        )
        actor = system("bench", region_id=region.pk)
        first = clock.today(region.zone)
        week = create_week(
            actor, region, title="临江区科技活动周", starts_on=first, ends_on=first + timedelta(days=7)
        )
        actor = actor.in_week(week.pk)
        kinds = list(Kind.values)
        with scope.entered(region.pk, week.pk):
            for number in range(COUNT):
                begins = _moment(first, number, region.zone)
                add_activity(
                    actor,
                    week,
                    name=f"第{number + 1}场 动手做科学",
                    kind=kinds[number % len(kinds)],
                    starts_at=begins,
                    ends_at=begins + timedelta(hours=2),
                    place=f"青石街道第{number % 40 + 1}会议室",
                    summary="讲解、演示和动手三个环节，凭预约码分批进入。",
                )
            entered = Activity.objects.all()
            publish_activities(actor, week, entered, basis="样例", reviewer="样例")
            open_week(actor, week)


def _moment(first: date, number: int, zone: str) -> datetime:
    from sciweek.base import clock

    return clock.moment(first + timedelta(days=number % 8), time(8 + number % 11, 30 * (number % 2)), zone)


if __name__ == "__main__":
    main()
