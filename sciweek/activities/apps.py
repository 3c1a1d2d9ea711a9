from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "sciweek.activities"
    label = "activities"
