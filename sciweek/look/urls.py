"""The living page of the design system."""

from django.urls import path

from sciweek.look import pages

app_name = "look"
urlpatterns = [path("", pages.living_page, name="living")]
