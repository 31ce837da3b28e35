"""tui.screens.corpus_forms: point at a document, and see what was read of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, DirectoryTree, Input, Static

from assistant.domain.guidance import LEESBAAR, SOORTEN_BRON
from tui.bindings import bindings
from tui.texts import has, t
from tui.widgets.key_bar import KeyBar
from tui.widgets.pick import Pick

KINDS = tuple(kind for kind in SOORTEN_BRON if kind != "eigen_tekst")
"""'eigen_tekst' is what ships with the program."""
HEADINGS = 60
"""Headings shown of one document."""


class ReadableTree(DirectoryTree):
    """Folders, and only files that can be read in. Names are data: never markup."""

    ICON_NODE, ICON_NODE_EXPANDED, ICON_FILE = "▸ ", "▾ ", "  "
    DEFAULT_CSS = """
    ReadableTree { height: 1fr; min-height: 3; background: transparent; border: round $kg-rand; padding: 0 1; }
    ReadableTree:focus { border: round $primary; background-tint: transparent 0%; }
    """

    def filter_paths(self, paths: Iterable[Path]) -> Iterable[Path]:
        return [p for p in paths if not p.name.startswith(".") and (_is_folder(p) or p.suffix.lower() in LEESBAAR)]

    def process_label(self, label: Any) -> Text:
        return label if isinstance(label, Text) else Text(str(label).split("\n")[0])


class AddSourceScreen(ModalScreen[dict[str, Any] | None]):
    """Which file or folder, and what kind of source it is. Gives back the payload for `corpus-voeg-toe`, or None."""

    BINDINGS = bindings("bron_erbij", t)
    AUTO_FOCUS = "#erbij-pad"
    DEFAULT_CSS = """
    AddSourceScreen .venster { width: 92; height: 96%; }
    AddSourceScreen Pick { margin: 0 0 1 0; }
    AddSourceScreen #erbij-melding { height: auto; min-height: 1; }
    AddSourceScreen .knoppen { margin: 0; }
    AddSourceScreen.-laag Pick { margin: 0; }
    """
    VERTICAL_BREAKPOINTS = [(0, "-laag"), (30, "-gewoon")]
    hulp = "bron_erbij"

    def __init__(self, start: Path | None = None) -> None:
        super().__init__()
        self._start = start or Path.home()

    def compose(self) -> ComposeResult:
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("bron_erbij.titel"))
            yield Static(t("bron_erbij.uitleg"), classes="stil regel", markup=False)
            yield Input("", id="erbij-pad", placeholder=t("bron_erbij.pad"), select_on_focus=False)
            yield ReadableTree(self._start, id="erbij-boom")
            yield Pick("erbij-soort", t("bron_erbij.soort"), [(k, t(f"bron_erbij.kort.{k}")) for k in KINDS], "anders")
            yield Input("", id="erbij-titel", placeholder=t("bron_erbij.naam"), select_on_focus=False, max_length=200)
            yield Static("", id="erbij-melding", classes="fout", markup=False)
            with Horizontal(classes="knoppen"):
                yield Button(Content(t("bron_erbij.voeg_toe")), id="ja")
                yield Button(Content(t("knop.terug")), id="nee")
        yield KeyBar()

    @on(DirectoryTree.FileSelected)
    def _file(self, event: DirectoryTree.FileSelected) -> None:
        self.query_one("#erbij-pad", Input).value = str(event.path)

    @on(DirectoryTree.DirectorySelected)
    def _folder(self, event: DirectoryTree.DirectorySelected) -> None:
        if event.path != self._start:
            self.query_one("#erbij-pad", Input).value = str(event.path)

    def action_boom(self) -> None:
        """To the tree and back; a folder that was typed becomes its root."""
        tree, field = self.query_one(ReadableTree), self.query_one("#erbij-pad", Input)
        if tree.has_focus:
            field.focus()
            return
        typed = Path(field.value.strip().strip("'\"")).expanduser()
        if field.value.strip() and _is_folder(typed) and typed != Path(str(tree.path)):
            self._start = typed
            tree.path = typed
        tree.focus()

    @on(Input.Submitted)
    @on(Button.Pressed, "#ja")
    def action_klaar(self) -> None:
        given = self.query_one("#erbij-pad", Input).value.strip().strip("'\"")
        if not given:
            self._tell(t("bron_erbij.leeg"))
            return
        place = Path(given).expanduser()
        try:
            exists = place.exists()
        except (OSError, ValueError):
            exists = False
        if not exists:
            self._tell(t("bron_erbij.bestaat_niet", pad=given))
        elif not place.is_dir() and place.suffix.lower() not in LEESBAAR:
            self._tell(t("bron_erbij.soort_kan_niet", pad=place.name))
        else:
            self.dismiss(
                {
                    "paden": [str(place)],
                    "soort_bron": self.query_one("#erbij-soort", Pick).value,
                    "titel": self.query_one("#erbij-titel", Input).value.strip(),
                }
            )

    def _tell(self, text: str) -> None:
        self.query_one("#erbij-melding", Static).update(Content(text))

    @on(Button.Pressed, "#nee")
    def action_weg(self) -> None:
        self.dismiss(None)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


class ReadScreen(ModalScreen[None]):
    """What was read: of the documents of one addition, or of one that is in the list.

    Args:
        read: documents as `corpus-voeg-toe` or `corpus-document` tell of them.
        failed: {"bestand", "fout", "hint"} of files that were not read.
    """

    BINDINGS = bindings("venster", t)
    AUTO_FOCUS = "#gelezen"
    DEFAULT_CSS = """
    ReadScreen .venster { width: 92; height: 92%; }
    ReadScreen VerticalScroll { height: 1fr; }
    ReadScreen #gelezen Static { height: auto; margin: 0 0 1 0; }
    """
    hulp = "bron_gelezen"

    def __init__(self, read: Sequence[dict[str, Any]], failed: Sequence[dict[str, Any]]) -> None:
        super().__init__()
        self._read, self._failed = list(read), list(failed)

    def compose(self) -> ComposeResult:
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("gelezen.titel"))
            with VerticalScroll(id="gelezen"):
                for item in self._failed:
                    yield Static(
                        Content.assemble(
                            (t("gelezen.niet", bestand=item["bestand"]), "bold $error"),
                            f"\n  {item['fout']} {item.get('hint') or ''}".rstrip(),
                        ),
                        markup=False,
                    )
                for item in self._read:
                    yield Static(_told(item, whole=len(self._read) == 1), markup=False)
        yield KeyBar()

    def action_weg(self) -> None:
        self.dismiss(None)


def _told(item: dict[str, Any], *, whole: bool) -> Content:
    """One document: facts in two columns, remarks, and its headings when it stands alone."""
    head = t("gelezen.erin", titel=item["titel"])
    rows = [(t("gelezen.bestand"), str(item.get("bestand") or ""))]
    kind = str(item["soort_bron"])
    rows.append((t("gelezen.soort"), t(f"soort_bron.{kind}") if has(f"soort_bron.{kind}") else kind))
    size = t("gelezen.omvang_woorden", woorden=item["woorden"], koppen=item["aantal_koppen"], passages=item["passages"])
    pages = t("gelezen.omvang_bladzijden", paginas=item["paginas"]) if item["paginas"] else t("gelezen.zonder_bladzijden")
    rows.append((t("gelezen.omvang"), f"{pages}, {size}"))
    when = str(item.get("toegevoegd_op") or "")
    if when:
        rows.append((t("gelezen.toegevoegd"), _moment(when)))
    if item.get("versie"):
        rows.append((t("gelezen.versie"), str(item["versie"])))
    if item.get("bronnen"):
        rows.append((t("gelezen.rust_op"), "; ".join(item["bronnen"])))
    if item.get("begin"):
        rows.append((t("gelezen.begin"), str(item["begin"])))
    width = max(len(name) for name, _ in rows) + 2
    parts: list[Any] = [(head, "bold $primary")]
    for name, value in rows:
        if value:
            parts += [(f"\n  {name:<{width}}", "$text-muted"), value]
    notes = list(item.get("opmerkingen") or [])
    if item.get("nieuw") is False:
        notes.insert(0, t("gelezen.stond_er_al"))
    if item.get("vervangen"):
        notes.insert(0, t("gelezen.vervangen"))
    if not item["passages"]:
        notes.insert(0, t("gelezen.geen_passages"))
    for note in notes:
        parts += [(f"\n  {t('gelezen.opmerking'):<{width}}", "$warning"), note]
    if whole:
        headings = item["koppen"]
        parts.append((f"\n\n{t('gelezen.koppen')}", "bold $primary"))
        if not headings:
            parts.append((f"\n  {t('gelezen.geen_koppen')}", "$text-muted"))
        least = min((level for level, _ in headings), default=1)
        parts += [f"\n  {'  ' * (level - least)}{heading}" for level, heading in headings[:HEADINGS]]
        if item["aantal_koppen"] > HEADINGS:
            parts.append((f"\n  {t('gelezen.meer_koppen', aantal=item['aantal_koppen'] - HEADINGS)}", "$text-muted"))
    return Content.assemble(*parts)


def _moment(when: str) -> str:
    from datetime import datetime

    try:
        return datetime.fromisoformat(when).astimezone().strftime("%d-%m-%Y %H:%M")
    except ValueError:
        return ""
