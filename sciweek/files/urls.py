from django.urls import path

from sciweek.files import pages

app_name = "files"
urlpatterns = [
    path("files/<slug:code>", pages.public_file, name="public"),
]
