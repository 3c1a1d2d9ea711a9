from django.urls import path

from sciweek.programme.pages import adding, board, moving, posters, releases, sessions, tables, warned

app_name = "programme"
urlpatterns = [
    path("w/<slug:week_slug>/programme/", board.board, name="board"),
    path("w/<slug:week_slug>/programme/warnings/", warned.warning_list, name="warnings"),
    path("w/<slug:week_slug>/programme/activities/", adding.from_activities, name="from_activities"),
    path("w/<slug:week_slug>/programme/activities/<slug:code>/", adding.of_activity, name="activity"),
    path("w/<slug:week_slug>/programme/import/", tables.IMPORT.start, name="import"),
    path("w/<slug:week_slug>/programme/import/template/", tables.IMPORT.template, name="import_template"),
    path("w/<slug:week_slug>/programme/import/<slug:code>/", tables.IMPORT.sheet, name="import_sheet"),
    path("w/<slug:week_slug>/programme/export/", tables.export, name="export"),
    path("w/<slug:week_slug>/programme/new/<slug:code>/", adding.session_new, name="new"),
    path("w/<slug:week_slug>/programme/release/", releases.release, name="release"),
    path("w/<slug:week_slug>/programme/releases/", releases.release_list, name="releases"),
    path("w/<slug:week_slug>/programme/releases/<int:number>/", releases.released, name="released"),
    path("w/<slug:week_slug>/programme/releases/<int:number>/tell/", releases.tell_units, name="tell"),
    path("w/<slug:week_slug>/programme/posters/", posters.posters, name="posters"),
    path("w/<slug:week_slug>/programme/posters/days/<str:day>/", posters.poster_day, name="poster_day"),
    path(
        "w/<slug:week_slug>/programme/posters/activities/<slug:code>/",
        posters.poster_activity,
        name="poster_activity",
    ),
    path("w/<slug:week_slug>/programme/doors/<slug:code>/<str:day>/", posters.door_sheet, name="door_sheet"),
    path("w/<slug:week_slug>/programme/<slug:code>/", sessions.session, name="session"),
    path("w/<slug:week_slug>/programme/<slug:code>/poster/", posters.poster_session, name="poster_session"),
    path("w/<slug:week_slug>/programme/<slug:code>/move/", moving.session_move, name="move"),
    path("w/<slug:week_slug>/programme/<slug:code>/rest/", sessions.session_rest, name="rest"),
    path("w/<slug:week_slug>/programme/<slug:code>/state/", sessions.session_state, name="state"),
]
