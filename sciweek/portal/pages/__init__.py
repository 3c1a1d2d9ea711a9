from sciweek.portal.pages.activity import activity
from sciweek.portal.pages.home import home
from sciweek.portal.pages.listing import activities
from sciweek.portal.pages.mine import programme_mine
from sciweek.portal.pages.others import favicon, notice, robots, weeks
from sciweek.portal.pages.places import programme_map
from sciweek.portal.pages.programme import programme, programme_print
from sciweek.portal.pages.session import session, session_short

__all__ = [
    "activities",
    "activity",
    "favicon",
    "home",
    "notice",
    "programme",
    "programme_map",
    "programme_mine",
    "programme_print",
    "robots",
    "session",
    "session_short",
    "weeks",
]
