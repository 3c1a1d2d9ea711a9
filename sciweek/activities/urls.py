from django.urls import path

from sciweek.activities import pages

app_name = "activities"
urlpatterns = [
    path("w/<slug:week_slug>/activities/", pages.activity_list, name="list"),
    path("w/<slug:week_slug>/activities/new/", pages.activity_new, name="new"),
    path("w/<slug:week_slug>/activities/publish/", pages.publish_many, name="publish_many"),
    path("w/<slug:week_slug>/activities/<slug:code>/", pages.activity, name="activity"),
    path("w/<slug:week_slug>/activities/<slug:code>/move/", pages.activity_move, name="move"),
    path("w/<slug:week_slug>/series/", pages.series_list, name="series"),
    path("w/<slug:week_slug>/series/<int:position>/", pages.series_edit, name="series_edit"),
]
