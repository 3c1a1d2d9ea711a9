from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "sciweek.files"
    label = "files"
