from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "sciweek.programme"
    label = "programme"
