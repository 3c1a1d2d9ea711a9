"""What is known of notices: lists, the review sheet, the published text."""

from sciweek.notice.queries.notices import (
    PublishedNotice,
    notices_in_review,
    notices_of_week,
    published_notice,
    same_notice,
    source_file,
)
from sciweek.notice.queries.review import ReviewSheet, review_sheet

__all__ = [
    "PublishedNotice",
    "ReviewSheet",
    "notices_in_review",
    "notices_of_week",
    "published_notice",
    "review_sheet",
    "same_notice",
    "source_file",
]
