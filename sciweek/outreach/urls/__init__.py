from django.urls import path

from sciweek.outreach.pages import board, export, outings, tables, trips, wish, wishes

app_name = "outreach"
urlpatterns = [
    path("w/<slug:week_slug>/outreach/", board.board_page, name="board"),
    path("w/<slug:week_slug>/outreach/export/", export.export, name="export"),
    path("w/<slug:week_slug>/outreach/import/", tables.IMPORT.start, name="import"),
    path("w/<slug:week_slug>/outreach/import/template/", tables.IMPORT.template, name="import_template"),
    path("w/<slug:week_slug>/outreach/import/<slug:code>/", tables.IMPORT.sheet, name="import_sheet"),
    path("w/<slug:week_slug>/outreach/outings/", outings.outing_list, name="outings"),
    path("w/<slug:week_slug>/outreach/outings/new/", outings.outing_new, name="outing_new"),
    path("w/<slug:week_slug>/outreach/outings/<slug:code>/", outings.outing, name="outing"),
    path("w/<slug:week_slug>/outreach/outings/<slug:code>/<slug:day>/<int:crew>/", trips.trip, name="trip"),
    path(
        "w/<slug:week_slug>/outreach/outings/<slug:code>/<slug:day>/<int:crew>/word/",
        trips.trip_file,
        name="trip_file",
    ),
    path("w/<slug:week_slug>/outreach/wishes/", wishes.wish_list, name="wishes"),
    path("w/<slug:week_slug>/outreach/wishes/new/", wishes.wish_new, name="wish_new"),
    path("w/<slug:week_slug>/outreach/wishes/<slug:code>/", wish.wish, name="wish"),
    path("w/<slug:week_slug>/outreach/visits/<slug:code>/", trips.slip, name="slip"),
    path("w/<slug:week_slug>/outreach/visits/<slug:code>/word/", trips.slip_file, name="slip_file"),
    path(
        "w/<slug:week_slug>/outreach/visits/<slug:code>/calendar/", trips.slip_calendar, name="slip_calendar"
    ),
]
