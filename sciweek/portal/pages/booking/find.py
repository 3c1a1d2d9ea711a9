"""A lost link: the phone and the booking's code lead to the booking."""

from django.http import HttpRequest, HttpResponse


def bookings_find(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")
