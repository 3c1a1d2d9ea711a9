from django.urls import path

from sciweek.post.pages import hooks, message, outbox, places, texts, writing

app_name = "post"
urlpatterns = [
    path("w/<slug:week_slug>/post/", outbox.outbox_page, name="outbox"),
    path("w/<slug:week_slug>/post/act/", outbox.act_many, name="act"),
    path("w/<slug:week_slug>/post/new/", writing.new_message, name="new"),
    path("w/<slug:week_slug>/post/texts/", texts.texts, name="texts"),
    path("w/<slug:week_slug>/post/texts/<slug:occasion>/", texts.text, name="text"),
    path("w/<slug:week_slug>/post/places/", places.places, name="places"),
    path("w/<slug:week_slug>/post/places/new/", places.group_new, name="group_new"),
    path("w/<slug:week_slug>/post/places/<slug:code>/", places.group_page, name="group"),
    path("w/<slug:week_slug>/post/places/<slug:code>/try/", places.group_try, name="group_try"),
    path("w/<slug:week_slug>/post/programs/", hooks.hooks, name="hooks"),
    path("w/<slug:week_slug>/post/programs/new/", hooks.hook_new, name="hook_new"),
    path("w/<slug:week_slug>/post/programs/<slug:code>/", hooks.hook_page, name="hook"),
    path("w/<slug:week_slug>/post/programs/<slug:code>/try/", hooks.hook_try, name="hook_try"),
    path("w/<slug:week_slug>/post/<slug:code>/", message.message_page, name="message"),
    path("w/<slug:week_slug>/post/<slug:code>/move/", message.message_move, name="move"),
]
