"""`python -m sciweek.config.bench.released`: gives every activity of the week in the data folder its session and
releases the programme, by the same actions as any office."""

from sciweek.config.prepare import start_django


def main() -> None:
    start_django()
    from sciweek.base import scope
    from sciweek.base.actor import system
    from sciweek.programme.actions import add_missing_sessions, release_programme
    from sciweek.week.queries import current_week, default_region

    region = default_region()
    week = current_week(region.pk) if region else None
    if region is None or week is None:
        raise SystemExit("There is no open week in this data folder.")
    actor = system("bench", region_id=region.pk, week_id=week.pk)
    with scope.entered(region.pk, week.pk):
        add_missing_sessions(actor, week)
        release_programme(actor, week)


if __name__ == "__main__":
    main()
