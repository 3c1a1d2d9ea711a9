from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "sciweek.desk"
    label = "desk"
