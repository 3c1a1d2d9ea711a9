from django.urls import path

from sciweek.activities.pages import board, form, moves, series

app_name = "activities"
urlpatterns = [
    path("w/<slug:week_slug>/activities/", board.activity_list, name="list"),
    path("w/<slug:week_slug>/activities/new/", form.activity_new, name="new"),
    path("w/<slug:week_slug>/activities/publish/", board.publish_many, name="publish_many"),
    path("w/<slug:week_slug>/activities/<slug:code>/", form.activity, name="activity"),
    path("w/<slug:week_slug>/activities/<slug:code>/move/", moves.activity_move, name="move"),
    path("w/<slug:week_slug>/series/", series.series_list, name="series"),
    path("w/<slug:week_slug>/series/<int:position>/", series.series_edit, name="series_edit"),
]
