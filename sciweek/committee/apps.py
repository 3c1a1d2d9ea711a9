from django.apps import AppConfig


class CommitteeConfig(AppConfig):
    name = "sciweek.committee"
    label = "committee"
