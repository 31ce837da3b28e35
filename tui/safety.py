"""tui.safety: what must be true before any other import: no telemetry, no hub, no foreign TEXTUAL_ switches, no readable core dump."""

from __future__ import annotations

import os
from typing import Any

QUIET = {
    "ORT_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "LANGSMITH_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
    "TOKENIZERS_PARALLELISM": "false",
    "OMP_WAIT_POLICY": "passive",
}
"""Switches of libraries (measured: a bare onnxruntime import writes a device id; a hub name without network hangs for a minute)."""

THREADS = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""One thread for arithmetic, unless somebody chose otherwise: a pool of threads per library makes small sums slower and the screen stutter."""

_TEXTUAL_ALLOWED = {"TEXTUAL_FPS", "TEXTUAL_COLOR_SYSTEM", "TEXTUAL_DISABLE_KITTY_KEY"}


def prepare_process() -> None:
    """Scrub the environment and close the doors a crash could leak through. Call first, before importing textual or any model library.

    TEXTUAL_LOG would write every key to disk in clear, TEXTUAL_SCREENSHOT every screen: only harmless TEXTUAL_ names stay.
    """
    for name in list(os.environ):
        if name.startswith("TEXTUAL_") and name not in _TEXTUAL_ALLOWED:
            del os.environ[name]
        if name.startswith(("LANGCHAIN_", "LANGSMITH_")):
            del os.environ[name]
    os.environ.update(QUIET)
    for name, value in THREADS.items():
        os.environ.setdefault(name, value)
    if os.environ.get("TERM_PROGRAM") == "iTerm.app":
        os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")  # dead keys (é, ë) are swallowed otherwise
    os.umask(0o077)
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, OSError, ValueError):
        pass  # not on Windows, or already stricter


def screen_filter() -> Any:
    """The last line before the terminal: a line filter that drops every character that could steer it. Made when the app starts."""
    import re

    from rich.segment import Segment
    from textual.color import Color
    from textual.filter import LineFilter

    bad = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\U000e0000-\U000e007f]")

    class ScreenFilter(LineFilter):
        def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
            return [Segment(bad.sub("", text), style, control) for text, style, control in segments]

    return ScreenFilter()
