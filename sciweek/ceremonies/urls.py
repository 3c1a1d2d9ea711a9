from django.urls import path

from sciweek.ceremonies.pages import ceremony, listing, order, papers, places, replies, seating, sheets, slip

app_name = "ceremonies"
WEEK = "w/<slug:week_slug>/"
ONE = f"{WEEK}ceremonies/<slug:code>/"
urlpatterns = [
    path(f"{WEEK}ceremonies/", listing.ceremony_list, name="list"),
    path(f"{WEEK}ceremonies/new/", listing.ceremony_new, name="new"),
    path(f"{WEEK}ceremonies/import/", sheets.IMPORT.start, name="import"),
    path(f"{WEEK}ceremonies/import/template/", sheets.IMPORT.template, name="import_template"),
    path(f"{WEEK}ceremonies/import/<slug:code>/", sheets.IMPORT.sheet, name="import_sheet"),
    path(ONE, ceremony.ceremony, name="ceremony"),
    path(f"{ONE}edit/", ceremony.ceremony_edit, name="edit"),
    path(f"{ONE}places/", places.places, name="places"),
    path(f"{ONE}replies/", replies.replies, name="replies"),
    path(f"{ONE}replies/template/", sheets.template, name="template"),
    path(f"{ONE}remind/", replies.remind, name="remind"),
    path(f"{ONE}order/", order.order, name="order"),
    path(f"{ONE}seating/", seating.seating, name="seating"),
    path(f"{ONE}papers/<slug:kind>.<slug:ending>", papers.paper, name="paper"),
    path(f"{WEEK}slips/<slug:code>/", slip.slip, name="slip"),
]
