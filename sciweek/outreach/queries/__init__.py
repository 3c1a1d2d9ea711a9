from sciweek.outreach.queries.board import BoardDay, DayCell, board
from sciweek.outreach.queries.figures import Figures, KindFigures, figures
from sciweek.outreach.queries.judging import asked_of, cautions, offered, trips
from sciweek.outreach.queries.lists import contact_of, leader_of, outings, visits, wishes
from sciweek.outreach.queries.trips import DayTrip, day_trip, trip_by_mark, trip_mark

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
    "leader_of",
    "offered",
    "outings",
    "trip_by_mark",
    "trip_mark",
    "trips",
    "visits",
    "wishes",
]
