"""The components as template tags; `README.md` of this room lists them with their arguments.

`sciweek.look.tags` makes them, by topic; a template loads them all at once. Small parts are put together there with
`format_html`, because lists repeat them by the thousand; larger ones have a template. A part that holds the page's
own words is a block tag.
"""

from django import template

from sciweek.look.tags import counts, forms, frame, icons, lists, marks, sections, sheets, times

register = template.Library()
for topic in (icons, times, frame, marks, sections, counts, lists, forms, sheets):
    register.tags |= topic.register.tags
    register.filters |= topic.register.filters
