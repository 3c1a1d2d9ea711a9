from django.apps import AppConfig


class PostConfig(AppConfig):
    name = "sciweek.post"
    label = "post"
