"""Sciweek: runs a district's Science and Technology Activity Week from the notice to the summary."""
