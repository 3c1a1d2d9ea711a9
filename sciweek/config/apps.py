from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "sciweek.config"
    label = "config"

    def ready(self) -> None:
        from django.utils.module_loading import autodiscover_modules

        from sciweek.base import facts
        from sciweek.config import reactions

        # Every room's permissions, and the tables that it takes in, are known before anything is asked.
        autodiscover_modules("rules", "sheet_kinds")
        facts.install(reactions.REACTIONS, reactions.GATES)
