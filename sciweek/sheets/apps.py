from django.apps import AppConfig


class SheetsConfig(AppConfig):
    name = "sciweek.sheets"
    label = "sheets"
