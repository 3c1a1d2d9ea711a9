from django.urls import path

from sciweek.promotion.pages import acceptance, deliverables, listing, services

app_name = "promotion"
urlpatterns = [
    path("w/<slug:week_slug>/promotion/", listing.service_list, name="list"),
    path("w/<slug:week_slug>/promotion/remind/", listing.remind, name="remind"),
    path("w/<slug:week_slug>/promotion/new/", services.service_new, name="new"),
    path("w/<slug:week_slug>/promotion/<slug:code>/", services.service_page, name="service"),
    path("w/<slug:week_slug>/promotion/<slug:code>/acceptance/", acceptance.accept, name="accept"),
    path(
        "w/<slug:week_slug>/promotion/<slug:code>/acceptance/<int:number>.docx",
        acceptance.sheet,
        name="sheet",
    ),
    path("w/<slug:week_slug>/deliverables/<slug:code>/", deliverables.deliverable, name="deliverable"),
    path("w/<slug:week_slug>/deliverables/<slug:code>/move/", deliverables.deliverable_move, name="move"),
    path(
        "w/<slug:week_slug>/deliverables/<slug:code>/files/<slug:file_code>",
        deliverables.deliverable_file,
        name="file",
    ),
]
