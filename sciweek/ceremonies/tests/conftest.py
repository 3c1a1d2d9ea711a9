from sciweek.activities.tests.conftest import place

__all__ = ["place"]
