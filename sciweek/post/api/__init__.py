"""Messages, and the addresses of programs, over the API."""

from sciweek.post.api.messages import rest as messages
from sciweek.post.api.webhooks import rest as webhooks

__all__ = ["messages", "webhooks"]
