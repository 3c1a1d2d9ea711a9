from django.apps import AppConfig


class PromotionConfig(AppConfig):
    name = "sciweek.promotion"
    label = "promotion"
