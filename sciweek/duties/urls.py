from django.urls import path

from sciweek.duties.pages import duties, hand_ins, reminders

app_name = "duties"
urlpatterns = [
    path("w/<slug:week_slug>/duties/", duties.duty_board, name="board"),
    path("w/<slug:week_slug>/duties/new/", duties.duty_new, name="new"),
    path("w/<slug:week_slug>/duties/reminders/", reminders.reminders, name="reminders"),
    path("w/<slug:week_slug>/duties/<slug:code>/remind/", reminders.remind, name="remind"),
    path("w/<slug:week_slug>/duties/<slug:code>/", duties.duty, name="duty"),
    path("w/<slug:week_slug>/duties/<slug:code>/units/", duties.duty_units, name="units"),
    path("w/<slug:week_slug>/hand-ins/<slug:code>/", hand_ins.hand_in, name="hand_in"),
    path("w/<slug:week_slug>/hand-ins/<slug:code>/move/", hand_ins.hand_in_move, name="move"),
    path(
        "w/<slug:week_slug>/hand-ins/<slug:code>/files/<slug:file_code>", hand_ins.hand_in_file, name="file"
    ),
]
