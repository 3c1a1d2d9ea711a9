from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "sciweek.portal"
    label = "portal"
