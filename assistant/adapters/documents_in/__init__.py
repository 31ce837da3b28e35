"""assistant.adapters.documents_in: files from outside become documents. See `limited` for the way in; nothing is parsed in this process."""

from assistant.adapters.documents_in.limited import LimitedReader

__all__ = ["LimitedReader"]
