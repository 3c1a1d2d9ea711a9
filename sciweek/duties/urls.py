from django.urls import path

from sciweek.duties import pages

app_name = "duties"
urlpatterns = [
    path("w/<slug:week_slug>/duties/", pages.duty_board, name="board"),
    path("w/<slug:week_slug>/duties/new/", pages.duty_new, name="new"),
    path("w/<slug:week_slug>/duties/<slug:code>/", pages.duty, name="duty"),
    path("w/<slug:week_slug>/duties/<slug:code>/units/", pages.duty_units, name="units"),
    path("w/<slug:week_slug>/hand-ins/<slug:code>/", pages.hand_in, name="hand_in"),
    path("w/<slug:week_slug>/hand-ins/<slug:code>/move/", pages.hand_in_move, name="move"),
    path("w/<slug:week_slug>/hand-ins/<slug:code>/files/<slug:file_code>", pages.hand_in_file, name="file"),
]
