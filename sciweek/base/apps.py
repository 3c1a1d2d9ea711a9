from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "sciweek.base"
    label = "base"
