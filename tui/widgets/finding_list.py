"""tui.widgets.finding_list: what a colleague might remark, quietly, while a doel or actie is being written. Never blocks, never insists.

Says nothing about the client's own words: a line that stands literally in what the client said is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static

from tui.texts import t
from tui.working import work

Think = Callable[[str, Mapping[str, Any]], dict[str, Any]]
"""(what, payload) -> the answer of the Thinker. May block and may raise; then nothing is shown."""
PAUSE_S = 0.8
"""Pause in typing after which is looked."""
MOST = 3
LEAST = 6
"""Rows there always are, however low the terminal."""


def is_own_words(text: str, uitingen: Sequence[str]) -> bool:
    """Whether `text` stands literally in what the client said (marks and capitals apart)."""
    bare = _words(text)
    return bool(bare) and any(f" {bare} " in f" {_words(u)} " for u in uitingen)


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


class FindingList(Static):
    """Findings on what is being written, and how easy it reads.

    Args:
        think: asks the Thinker; called in a thread.
    """

    DEFAULT_CSS = """
    FindingList { height: auto; max-height: 30vh; color: $text-muted; padding: 0 1; }
    """

    class Looked(Message):
        """The answer came; `ticket` says to which question."""

        def __init__(self, ticket: int, findings: Sequence[Mapping[str, Any]], reading: Mapping[str, Any]) -> None:
            super().__init__()
            self.ticket, self.findings, self.reading = ticket, findings, reading

    def __init__(self, think: Think, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__("", id=id, markup=False)
        self._think = think
        self._ticket = 0
        self._timer: Timer | None = None
        self._last: tuple[tuple[str, str], ...] = ()
        self._said: FindingList.Looked | None = None

    def look_at(self, items: Sequence[tuple[str, str]], uitingen: Sequence[str], *, at_once: bool = False) -> None:
        """Look at (soort, text) pairs beside the client's words, after a pause in typing. The same words are not looked at twice."""
        wanted = tuple((soort, text.strip()) for soort, text in items if text.strip())
        if wanted == self._last:
            return
        self._last = wanted
        self._let_go(" ".join(text for _, text in wanted))
        if self._timer is not None:
            self._timer.stop()
        self._ticket += 1
        ticket, said = self._ticket, list(uitingen)
        self._timer = self.set_timer(0.01 if at_once else PAUSE_S, lambda: self._look(ticket, wanted, said))

    @work(thread=True, exclusive=True, group="bevindingen")
    def _look(self, ticket: int, items: tuple[tuple[str, str], ...], uitingen: list[str]) -> None:
        findings: list[Mapping[str, Any]] = []
        reading: Mapping[str, Any] = {}
        own = [not is_own_words(text, uitingen) for _, text in items]
        try:
            for (soort, text), looked in zip(items, own, strict=True):
                if looked:
                    found = self._think("toets", {"id": "scherm", "soort": soort, "tekst": text, "uitingen": uitingen})
                    findings += [
                        {**f, "soort": soort}
                        for f in found.get("bevindingen") or []
                        if not is_own_words(str(f.get("woorden") or ""), uitingen)  # a remark on the client's own words is none
                    ]
            written = " ".join(text for (_, text), looked in zip(items, own, strict=True) if looked)
            if written:
                reading = self._think("tekst", {"id": "scherm", "tekst": written})
                hard = [w for w in reading.get("moeilijke_woorden") or [] if not is_own_words(str(w), uitingen)]
                reading = {**reading, "moeilijke_woorden": hard}
        except Exception:  # noqa: BLE001 - a remark is extra; without it the form is whole
            return
        self.post_message(self.Looked(ticket, findings, reading))

    def on_finding_list_looked(self, event: Looked) -> None:
        if event.ticket != self._ticket:
            return  # something else is written by now
        self._said = event
        self._show()

    def on_resize(self) -> None:
        self.call_after_refresh(self._show)

    def _let_go(self, text: str) -> None:
        """A remark about words that do not stand there any more goes at once, not only when the next answer comes."""
        said, written = self._said, _words(text)
        if said is None:
            return
        kept = [f for f in said.findings if _words(str(f.get("woorden") or "")) in written]
        if len(kept) < len(said.findings):
            self._said = self.Looked(said.ticket, kept, {})  # the level was about the old words too
            self._show()

    def _show(self) -> None:
        """The level first, then the surest remarks that fit whole; how many more there are is said."""
        if self._said is None:
            return
        level = self._level(self._said.reading)
        ranked = sorted(self._said.findings, key=lambda f: -float(f.get("zekerheid") or 0))
        for shown in range(min(MOST, len(ranked)), -1, -1):
            lines = [*level, *(self._remark(f) for f in ranked[:shown])]
            if len(ranked) > shown:
                lines.append(Content(t("bevindingen.meer" if shown else "bevindingen.alle", aantal=len(ranked) - shown)))
            text = Content("\n").join(lines)
            if self._fits(text):
                break
        self.update(text)

    def _fits(self, text: Content) -> bool:
        width = self.scrollable_content_region.width
        return not width or text.get_height({}, width) <= max(LEAST, self.app.size.height * 3 // 10)

    @staticmethod
    def _remark(finding: Mapping[str, Any]) -> Content:
        where = t(f"bevindingen.{finding['soort']}")
        return Content.assemble((f"▲ {where} · {finding.get('naam') or finding['label']}: ", "bold"), str(finding["uitleg"]))

    @staticmethod
    def _level(reading: Mapping[str, Any]) -> list[Content]:
        level = reading.get("niveau")
        if not level:
            return []
        hard = [str(w) for w in reading.get("moeilijke_woorden") or []][:4] if level in ("B2", "C1") else []
        words = f" {t('bevindingen.moeilijk', woorden=', '.join(hard))}" if hard else ""
        return [Content.assemble((t("bevindingen.niveau", niveau=level), "bold" if level in ("B2", "C1") else ""), words)]
