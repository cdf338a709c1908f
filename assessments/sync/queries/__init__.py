"""What field clients read: the feed, how large it will be, conflicts, what was not applied."""

from assessments.sync.queries.filters import Filters, filters
from assessments.sync.queries.pulling import pull
from assessments.sync.queries.size import size

__all__ = ["Filters", "filters", "pull", "size"]
