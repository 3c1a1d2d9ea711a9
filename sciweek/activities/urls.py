from django.urls import path

from sciweek.activities.pages import (
    alike,
    board,
    bulk,
    copying,
    draft,
    export,
    form,
    history,
    moves,
    opinion,
    picture,
    returning,
    series,
    sheets,
)

app_name = "activities"
urlpatterns = [
    path("w/<slug:week_slug>/activities/", board.activity_list, name="list"),
    path("w/<slug:week_slug>/activities/new/", form.activity_new, name="new"),
    path("w/<slug:week_slug>/activities/counts/", board.activity_counts, name="counts"),
    path("w/<slug:week_slug>/activities/chosen/", bulk.chosen, name="chosen"),
    path("w/<slug:week_slug>/activities/chosen/done/", bulk.chosen_done, name="chosen_done"),
    path("w/<slug:week_slug>/activities/alike/", alike.alike, name="alike"),
    path("w/<slug:week_slug>/activities/alike/count/", board.alike_count, name="alike_count"),
    path("w/<slug:week_slug>/activities/alike/cancel/", alike.alike_cancel, name="alike_cancel"),
    path("w/<slug:week_slug>/activities/export/", export.export, name="export"),
    path("w/<slug:week_slug>/activities/import/", sheets.import_start, name="import"),
    path("w/<slug:week_slug>/activities/import/template/", sheets.import_template, name="template"),
    path("w/<slug:week_slug>/activities/import/<slug:code>/", sheets.import_sheet, name="import_sheet"),
    path("w/<slug:week_slug>/activities/draft/", draft.draft, name="draft"),
    path("w/<slug:week_slug>/activities/copies/", copying.activity_copies, name="copies"),
    path("w/<slug:week_slug>/activities/<slug:code>/", form.activity, name="activity"),
    path("w/<slug:week_slug>/activities/<slug:code>/picture/", picture.activity_picture, name="picture"),
    path("w/<slug:week_slug>/activities/<slug:code>/history/", history.activity_history, name="history"),
    path("w/<slug:week_slug>/activities/<slug:code>/opinion/", opinion.activity_opinion, name="opinion"),
    path("w/<slug:week_slug>/activities/<slug:code>/return/", returning.activity_return, name="return"),
    path("w/<slug:week_slug>/activities/<slug:code>/move/", moves.activity_move, name="move"),
    path("w/<slug:week_slug>/series/", series.series_list, name="series"),
    path("w/<slug:week_slug>/series/<int:position>/", series.series_edit, name="series_edit"),
]
