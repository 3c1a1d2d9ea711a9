from django.apps import AppConfig


class VenuesConfig(AppConfig):
    name = "sciweek.venues"
    label = "venues"
