from django.urls import path

from sciweek.desk.pages import board, log, search, weeks

app_name = "desk"
urlpatterns = [
    path("", board.start, name="start"),
    path("weeks/", weeks.weeks, name="weeks"),
    path("region/", weeks.region, name="region"),
    path("w/<slug:week_slug>/", board.home, name="home"),
    path("w/<slug:week_slug>/settings/", weeks.week_edit, name="week_edit"),
    path("w/<slug:week_slug>/settings/state/", weeks.week_state, name="week_state"),
    path("w/<slug:week_slug>/search/", search.search, name="search"),
    path("w/<slug:week_slug>/log/", log.log, name="log"),
]
