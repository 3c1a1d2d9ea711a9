"""Links that are carried in chat groups: short, outside the desk, open to everybody who holds them."""

from django.urls import path

from sciweek.committee.pages import begin, doors

app_name = "doors"
urlpatterns = [
    path("begin/<str:token>/", begin.begin, name="begin"),
    path("join/<str:token>/", doors.join, name="join"),
    path("link/leave/", doors.leave, name="leave"),
    path("link/<str:token>/", doors.enter, name="enter"),
]
