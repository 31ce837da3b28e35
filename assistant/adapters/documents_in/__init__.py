"""assistant.adapters.documents_in: files from outside become documents. See `limited` for the way in; nothing is parsed in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.adapters.documents_in.limited import LimitedReader

__all__ = ["LimitedReader"]


def __getattr__(name: str) -> Any:
    """The reading process imports this package too, and must be at its work within a moment: it needs nothing of ours but the parsers."""
    if name == "LimitedReader":
        from assistant.adapters.documents_in.limited import LimitedReader

        return LimitedReader
    raise AttributeError(name)
