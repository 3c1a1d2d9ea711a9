"""The design system: tokens, components, the week ribbon. No models."""

from django.apps import AppConfig


class LookConfig(AppConfig):
    name = "sciweek.look"
    label = "look"
