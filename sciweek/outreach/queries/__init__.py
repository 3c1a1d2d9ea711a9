from sciweek.outreach.queries.board import BoardDay, DayCell, board, free_days
from sciweek.outreach.queries.figures import Figures, KindFigures, figures
from sciweek.outreach.queries.judging import asked_of, cautions, offered, trips
from sciweek.outreach.queries.lists import contact_of, leader_of, outings, visits, wishes
from sciweek.outreach.queries.trips import DayTrip, day_trip, trip_by_mark, trip_mark, trips_of_day

__all__ = [
    "BoardDay",
    "DayCell",
    "DayTrip",
    "Figures",
    "KindFigures",
    "asked_of",
    "board",
    "cautions",
    "contact_of",
    "day_trip",
    "figures",
    "free_days",
    "leader_of",
    "offered",
    "outings",
    "trip_by_mark",
    "trip_mark",
    "trips",
    "trips_of_day",
    "visits",
    "wishes",
]
