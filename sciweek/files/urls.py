from django.urls import path

from sciweek.files import pages

app_name = "files"
urlpatterns = [
    path("files/<slug:code>", pages.public_file, name="public"),
    path("desk/files/<slug:code>", pages.desk_file, name="desk"),
]
