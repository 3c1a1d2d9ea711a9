from django.apps import AppConfig


class LogbookConfig(AppConfig):
    name = "sciweek.logbook"
    label = "logbook"
