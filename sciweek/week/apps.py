from django.apps import AppConfig


class WeekConfig(AppConfig):
    name = "sciweek.week"
    label = "week"
