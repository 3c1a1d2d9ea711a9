from django.apps import AppConfig


class BookingConfig(AppConfig):
    name = "sciweek.booking"
    label = "booking"
