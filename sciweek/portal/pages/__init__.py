from sciweek.portal.pages.activity import activity
from sciweek.portal.pages.home import home
from sciweek.portal.pages.listing import activities
from sciweek.portal.pages.others import favicon, notice, robots, weeks

__all__ = ["activities", "activity", "favicon", "home", "notice", "robots", "weeks"]
