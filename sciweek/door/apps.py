from django.apps import AppConfig


class DoorConfig(AppConfig):
    name = "sciweek.door"
    label = "door"
