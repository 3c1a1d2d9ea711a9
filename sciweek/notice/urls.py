from django.urls import path, re_path

from sciweek.notice.pages import copying, intake, plan, review

app_name = "notice"
urlpatterns = [
    path("notices/", intake.notice_list, name="list"),
    path("notices/new/", intake.new_week, name="new"),
    path("notices/by-hand/", copying.by_hand, name="by_hand"),
    path("notices/<slug:code>/", review.review, name="review"),
    path("w/<slug:week_slug>/copy/", copying.copy, name="copy"),
    path("notices/<slug:code>/plan/", plan.plan, name="plan"),
    path("notices/<slug:code>/source", intake.source, name="source"),
    path("notices/<slug:code>/aside/", intake.set_aside, name="set_aside"),
    path("notices/<slug:code>/place/", review.place, name="place"),
    path("notices/<slug:code>/accept-rest/", review.accept_rest, name="accept_rest"),
    path("notices/<slug:code>/undo-rest/", review.undo_rest, name="undo_rest"),
    path("notices/<slug:code>/findings/add/", review.add, name="add"),
    path("notices/<slug:code>/findings/<int:pk>/", review.row, name="row"),
    path("notices/<slug:code>/findings/<int:pk>/correct/", review.correct, name="correct"),
    re_path(
        r"^notices/(?P<code>[-\w]+)/findings/(?P<pk>\d{1,18})/(?P<word>accept|reject|undo)/$",
        review.verdict,
        name="verdict",
    ),
]
