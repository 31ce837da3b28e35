"""tui.screens.passage: one passage in full: the words of the source with the text around them, where they stand and what the source is worth.

Opened on a passage that was just found, or on a citation that was saved before: then it first says whether the source is still what it was.
"""

from __future__ import annotations

from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Static

from assistant.domain.actieplan import Bronverwijzing
from assistant.domain.guidance import Passage
from assistant.engine.assistant import Assistant
from assistant.engine.conversing import find_citation
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.screens.host import host
from tui.texts import has, t
from tui.widgets.key_bar import KeyBar
from tui.working import work

UNCHANGED, CHANGED, GONE = "ongewijzigd", "bron gewijzigd", "bron verwijderd"


class PassageScreen(ModalScreen[None]):
    """The words of the source, unchanged.

    Args:
        passage: what was found just now; shown at once, the text around it follows. None: `citation` is given.
        citation: what was saved earlier.
        waarom: why it was shown, for the reader.
    """

    BINDINGS = bindings("passage", t)
    AUTO_FOCUS = "#passage-tekst"
    CSS = """
    PassageScreen .venster { height: 92%; width: 96; padding: 0 2; }
    PassageScreen VerticalScroll { height: 1fr; margin: 1 0; }
    PassageScreen #passage-toestand { height: auto; color: $warning; }
    PassageScreen #passage-kop { height: auto; }
    PassageScreen .omgeving { color: $text-muted; height: auto; }
    PassageScreen #passage-woorden { height: auto; margin: 1 0; padding: 0 1; border-left: thick $primary; }
    PassageScreen #passage-bron { color: $text-muted; height: auto; }
    """
    hulp = "passage"

    class Placed(Message):
        """Where it stands now was found, or why not (`fout`)."""

        def __init__(self, found: dict[str, Any], fout: str = "") -> None:
            super().__init__()
            self.found = found
            self.fout = fout

    def __init__(
        self, assistant: Assistant, passage: Passage | None = None, *, citation: Bronverwijzing | None = None, waarom: str = ""
    ) -> None:
        super().__init__()
        if citation is None and passage is not None:
            citation = Bronverwijzing(passage=passage.id, document=passage.titel, document_id=passage.document, kop=passage.kop)
        assert citation is not None
        self.assistant, self.passage, self._cite, self._why = assistant, passage, citation, waarom
        self._reference = ""

    def compose(self) -> ComposeResult:
        with Vertical(classes="venster") as box:
            box.border_title = Content(self.passage.titel if self.passage else self._cite.document)
            yield Static("", id="passage-toestand", markup=False)
            yield Static("", id="passage-kop", classes="titel", markup=False)
            with VerticalScroll(id="passage-tekst"):
                yield Static("", id="passage-voor", classes="omgeving", markup=False)
                yield Static("", id="passage-woorden", markup=False)
                yield Static("", id="passage-na", classes="omgeving", markup=False)
            yield Static("", id="passage-bron", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self._say("#passage-toestand", t("passage.laden"))
        self._show(self.passage)
        self._place()

    @work(thread=True, exclusive=True, group="passage")
    def _place(self) -> None:
        try:
            found = find_citation(self.assistant, self._cite)
        except AssistantError as error:
            self.post_message(self.Placed({}, error.sentence))
            return
        self.post_message(self.Placed(found))

    @on(Placed)
    def _placed(self, event: Placed) -> None:
        found = event.found
        if event.fout:
            self._say("#passage-toestand", t("passage.zonder_omgeving", fout=event.fout))
            return
        state = found.get("toestand")
        self._reference = str(found.get("verwijzing") or "")
        now = found.get("passage")
        if now is not None:
            known = set(Passage.model_fields)
            self.passage = Passage.model_validate({k: v for k, v in now.items() if k in known})
        elif state != UNCHANGED:
            self.passage = None
        title = str(found.get("titel") or self._cite.document)
        self._say(
            "#passage-toestand",
            t("passage.verwijderd", titel=title)
            if state == GONE
            else ""
            if state == UNCHANGED
            else t("passage.gewijzigd")
            if now is not None
            else t("passage.gewijzigd_weg", titel=title),
        )
        self._say("#passage-voor", str(found.get("voor") or ""))
        self._say("#passage-na", str(found.get("na") or ""))
        self._show(self.passage, found)
        self.call_after_refresh(self._to_words)

    def _to_words(self) -> None:
        """Bring the passage itself in sight; the text around it can be scrolled to."""
        words = self.query_one("#passage-woorden", Static)
        self.query_one("#passage-tekst", VerticalScroll).scroll_to(y=max(words.virtual_region.y - 2, 0), animate=False)

    def _say(self, selector: str, text: str) -> None:
        line = self.query_one(selector, Static)
        line.update(Content(text))
        line.display = bool(text)

    def _show(self, passage: Passage | None, found: dict[str, Any] | None = None) -> None:
        """Heading, words and source of `passage`; None: only what the citation itself tells."""
        kop = passage.kop if passage else self._cite.kop
        pagina = passage.pagina if passage else self._cite.pagina
        where = " › ".join(kop)
        if pagina:
            where = f"{where}, {t('bron.pagina', pagina=pagina)}" if where else t("bron.pagina", pagina=pagina)
        self._say("#passage-kop", where)
        self._say("#passage-woorden", passage.tekst if passage else "")
        lines = []
        if passage is not None:
            kind = passage.soort_bron
            lines.append(t("passage.soort", soort=t(f"soort_bron.{kind}") if has(f"soort_bron.{kind}") else kind) + ".")
            trust = [t(f"passage.vertrouwen.{kind}")] if has(f"passage.vertrouwen.{kind}") else []
            if passage.zekerheid and has(f"passage.zekerheid.{passage.zekerheid}"):
                trust.append(t(f"passage.zekerheid.{passage.zekerheid}"))
            lines[0] = " ".join((lines[0], *trust))
        if self._why:
            lines.append(t("passage.waarom", waarom=self._why))
        if found and self._reference:
            lines.append(t("passage.verwijzing", verwijzing=self._reference))
        self._say("#passage-bron", "\n".join(lines))

    def action_kopieer(self) -> None:
        if not self._reference:
            host(self).say(t("passage.niets_te_kopieren"))
            return
        host(self).copy_reference(self._reference)
        host(self).say(t("passage.gekopieerd"))

    def action_weg(self) -> None:
        self.dismiss(None)
