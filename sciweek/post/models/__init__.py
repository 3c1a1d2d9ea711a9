"""Messages and their attempts; where robots and programs listen; a region's wordings and quiet hours."""

from sciweek.post.models.messages import Attempt, Message
from sciweek.post.models.places import Group, Webhook
from sciweek.post.models.rules import QuietHours, Wording

__all__ = ["Attempt", "Group", "Message", "QuietHours", "Webhook", "Wording"]
