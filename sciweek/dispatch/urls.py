from django.urls import path, re_path

from sciweek.dispatch.pages import documents, issuing, papers, templates

app_name = "dispatch"
urlpatterns = [
    path("w/<slug:week_slug>/papers/", papers.paper_list, name="list"),
    path("w/<slug:week_slug>/papers/new/<slug:kind>/", papers.paper_new, name="new"),
    re_path(
        r"^w/(?P<week_slug>[-\w]+)/papers/tables/(?P<kind>\w+)\.(?P<ending>docx|xlsx)$",
        documents.table,
        name="table",
    ),
    path("w/<slug:week_slug>/papers/<slug:code>/", papers.paper_page, name="paper"),
    path("w/<slug:week_slug>/papers/<slug:code>/edit/", papers.paper_edit, name="edit"),
    path("w/<slug:week_slug>/papers/<slug:code>/redraft/", papers.paper_redraft, name="redraft"),
    path("w/<slug:week_slug>/papers/<slug:code>/draft/", papers.paper_hand_in, name="hand_in"),
    path("w/<slug:week_slug>/papers/<slug:code>/move/", papers.paper_move, name="move"),
    path("w/<slug:week_slug>/papers/<slug:code>/issue/", issuing.issue, name="issue"),
    path("w/<slug:week_slug>/papers/<slug:code>/changes/", issuing.changes, name="changes"),
    path("w/<slug:week_slug>/papers/<slug:code>/page/<int:number>", documents.paper_picture, name="picture"),
    path("w/<slug:week_slug>/papers/<slug:code>/file/<slug:which>", documents.paper_file, name="file"),
    path("papers/templates/", templates.template_list, name="templates"),
    path(
        "papers/templates/own/<slug:kind>/<slug:which>", templates.template_builtin, name="template_builtin"
    ),
    path("papers/templates/<slug:code>/", templates.template_page, name="template"),
    path("papers/templates/<slug:code>/move/", templates.template_move, name="template_move"),
    path(
        "papers/templates/<slug:code>/page/<int:number>", templates.template_picture, name="template_picture"
    ),
    path("papers/templates/<slug:code>/file/<slug:which>", templates.template_file, name="template_file"),
]
