from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "sciweek.config"
    label = "config"

    def ready(self) -> None:
        from sciweek.base import facts
        from sciweek.config import reactions

        facts.install(reactions.REACTIONS, reactions.GATES)
