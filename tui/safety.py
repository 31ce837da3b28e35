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


PASTE, PASTED = "\x1b[200~", "\x1b[201~"
"""What a terminal sends before and after a text that is pasted."""


class Keyboard:
    """Bytes from the terminal to text, as an incremental decoder (`decode(data, final=False)`), so that words always arrive as they were.

    A byte that is not UTF-8 would end the program: a letter of an older code page stays that letter, any other byte becomes the sign for
    "unreadable". An escape inside a pasted text would be played as keys, before the words that stand in front of it: it becomes a visible ␛.
    """

    def __init__(self, name: str = "utf-8") -> None:
        import codecs

        codecs.register_error("krachtgesprek-letter", _older_letter)
        self._bytes = codecs.getincrementaldecoder(name)(errors="krachtgesprek-letter")
        self._pasting = False
        self._kept = ""
        """In a paste: what may be the begin of its end, not given yet. Outside: the last characters given, for a begin cut in two."""

    def decode(self, data: bytes, final: bool = False) -> str:
        text, given = self._bytes.decode(data, final), ""
        while True:
            whole = self._kept + text
            if not self._pasting:
                at = whole.find(PASTE)
                if at < 0:
                    self._kept = whole[-len(PASTE) + 1 :]
                    return given + text
                end = at + len(PASTE)
                given, text = given + text[: end - len(whole) + len(text)], whole[end:]
            else:
                at = whole.find(PASTED)
                if at < 0:
                    cut = 0 if final else next((n for n in range(len(PASTED) - 1, 0, -1) if whole.endswith(PASTED[:n])), 0)
                    self._kept = whole[len(whole) - cut :]
                    return given + whole[: len(whole) - cut].replace("\x1b", "\u241b")
                given, text = given + whole[:at].replace("\x1b", "\u241b") + PASTED, whole[at + len(PASTED) :]
            self._pasting, self._kept = not self._pasting, ""


def _older_letter(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(chr(byte) if byte >= 0xA0 else "\ufffd" for byte in error.object[error.start : error.end]), error.end


def forgive_bytes(driver: type) -> None:
    """Let Textual read the keyboard through `Keyboard`. Nothing to do on Windows, where the console gives characters."""
    import sys

    module = sys.modules[driver.__module__]
    if hasattr(module, "getincrementaldecoder"):
        module.getincrementaldecoder = lambda name: lambda: Keyboard(name)  # type: ignore[attr-defined]
