from django.apps import AppConfig


class DispatchConfig(AppConfig):
    name = "sciweek.dispatch"
    label = "dispatch"
