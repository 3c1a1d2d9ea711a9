from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "sciweek.papers"
    label = "papers"
