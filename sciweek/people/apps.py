from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "sciweek.people"
    label = "people"
