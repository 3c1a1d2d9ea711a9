from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "sciweek.outreach"
    label = "outreach"
