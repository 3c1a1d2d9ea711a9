"""The link that a driver is given: short, outside the desk, open to whoever holds it."""

from django.urls import path

from sciweek.outreach.pages import public

app_name = "trips"
urlpatterns = [
    path("trip/<slug:code>/<slug:day>/<int:crew>/<slug:mark>/", public.trip, name="trip"),
]
