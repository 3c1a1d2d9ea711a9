from django.urls import path

from sciweek.door.pages import app, desk, plain

app_name = "door"
urlpatterns = [
    # Before the token: it has 32 signs, these are words.
    path("door/sw.js", app.worker, name="worker"),
    path("door/shell/", app.shell, name="shell"),
    path("door/manifest.json", app.manifest, name="manifest"),
    path("door/<str:token>/", app.app, name="app"),
    path("door/<str:token>/list.json", app.day, name="day"),
    path("door/<str:token>/sync", app.sync, name="sync"),
    path("door/<str:token>/plain/", plain.plain, name="plain"),
    path("desk/w/<slug:week_slug>/door/", desk.board, name="board"),
    path("desk/w/<slug:week_slug>/door/export/", desk.export, name="export"),
    path("desk/w/<slug:week_slug>/door/<slug:code>/", desk.session, name="session"),
    path("desk/w/<slug:week_slug>/door/<slug:code>/figures/", desk.figures, name="figures"),
    path("desk/w/<slug:week_slug>/door/<slug:code>/passes/", desk.pass_new, name="pass_new"),
    path("desk/w/<slug:week_slug>/door/<slug:code>/switch/", desk.switch, name="switch"),
    path("desk/w/<slug:week_slug>/door/<slug:code>/passes/<slug:pass_code>/", desk.door_pass, name="pass"),
    path(
        "desk/w/<slug:week_slug>/door/<slug:code>/passes/<slug:pass_code>/revoke/",
        desk.pass_revoke,
        name="pass_revoke",
    ),
]
