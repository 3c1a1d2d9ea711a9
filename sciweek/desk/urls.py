from django.urls import path

from sciweek.desk import pages

app_name = "desk"
urlpatterns = [
    path("", pages.start, name="start"),
    path("weeks/", pages.weeks, name="weeks"),
    path("w/<slug:week_slug>/", pages.home, name="home"),
    path("w/<slug:week_slug>/search/", pages.search, name="search"),
    path("w/<slug:week_slug>/log/", pages.log, name="log"),
]
