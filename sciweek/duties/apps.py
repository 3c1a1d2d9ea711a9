from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "sciweek.duties"
    label = "duties"
