from django.apps import AppConfig


class CeremoniesConfig(AppConfig):
    name = "sciweek.ceremonies"
    label = "ceremonies"
