from django.apps import AppConfig


class NoticeConfig(AppConfig):
    name = "sciweek.notice"
    label = "notice"
