"""tui.screens.debrief: looking back on a practice: line by line with what the client thought, what was found and missed, how trust moved.

What went well comes first; there is no mark. Who goes on from a line keeps what was said before: every version can be looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static

from assistant.engine.assistant import Assistant
from tui.bindings import bindings
from tui.screens.host import host
from tui.texts import t
from tui.widgets.choice_list import Line, Lines
from tui.widgets.key_bar import KeyBar

BAR, SHORT_BAR, WIDE_SHEET = 24, 12, 56
"""Cells of a full bar of trust, and of one on a sheet narrower than WIDE_SHEET: what moved it must stand beside it."""
KINDS = ("krachten", "hulpbronnen", "wensen")
MOVED = 0.015
"""A change of trust from which a line gets an arrow."""


@dataclass(frozen=True)
class Versie:
    """One time through the talk, as it was looked back on."""

    beurten: list[dict[str, Any]]
    standen: list[dict[str, Any]]
    nabespreking: dict[str, Any]
    zin: str
    """How it compares with the practice before."""


class DebriefScreen(Screen[tuple[Versie, int] | None]):
    """Gives back a version and the number of its line to go on from, or None."""

    CSS_PATH = ["../styles/base.tcss", "../styles/practise.tcss"]
    BINDINGS = bindings("terugkijken", t)
    hulp = "terugkijken"

    def __init__(self, assistant: Assistant, versies: Sequence[Versie], persona: dict[str, Any]) -> None:
        """`versies`: one or more, the newest last; that one is shown first."""
        super().__init__()
        self.assistant, self.versies, self.persona = assistant, tuple(versies), persona
        self._shown = len(self.versies) - 1
        self._sheet = "kort"
        self._at: str | None = None
        """Id of the line that was shown last."""

    @property
    def nb(self) -> dict[str, Any]:
        return self.versies[self._shown].nabespreking

    def compose(self) -> ComposeResult:
        yield Static("", id="oefen-kader", markup=False)
        with Horizontal(id="terug-midden"):
            yield Lines(id="terug-regels")
            with VerticalScroll(id="terug-blad"):
                yield Static("", id="terug-tekst", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#terug-regels", Lines).focus()
        self._fill()

    def _fill(self) -> None:
        title = t("oefenen.terugkijken_titel", naam=self.persona["naam"])
        if len(self.versies) > 1:
            title += t("oefenen.versie", nr=self._shown + 1, aantal=len(self.versies))
        self.query_one("#oefen-kader", Static).update(Content(title))
        self._at = None
        self.query_one("#terug-regels", Lines).fill([self._line(regel) for regel in self.nb["regels"]])
        self._draw()

    def on_resize(self) -> None:
        self.call_after_refresh(self._draw)  # the bars of trust follow the room there is

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return len(self.versies) > 1 if action == "versie" else super().check_action(action, parameters)

    def action_versie(self) -> None:
        """The version before this one; from the first one on to the newest."""
        self._shown = (self._shown - 1) % len(self.versies)
        self._sheet = "kort"
        self._fill()

    def _summary(self) -> list[Any]:
        parts: list[Any] = [(f"{t('oefenen.goed_kop')}\n", "bold $success")]
        parts += [f"+ {_point(punt)}\n" for punt in self.nb["ging_goed"]]
        parts.append((f"\n{t('oefenen.probeer_kop')}\n", "bold $primary"))
        parts += [f"- {_point(punt)}\n" for punt in self.nb["probeer"]]
        goal = self.nb.get("bij_doel") or ()
        if goal:
            what = ", ".join(t("oefenen.doel_geteld", naam=item["naam"], aantal=item["aantal"]) for item in goal)
            parts.append((f"\n{t('oefenen.doel_kop', wat=what)}\n", "$primary"))
        parts.append((f"\n{t('oefenen.terugkijken_verder')}", "$text-muted"))
        if self.versies[self._shown].zin:
            parts.append((f"\n\n{self.versies[self._shown].zin}", "$text-muted"))
        return parts

    def _line(self, regel: dict[str, Any]) -> Line:
        moved = regel["verschil"]
        sign, style = ("▲", "$success") if moved > MOVED else ("▼", "$warning") if moved < -MOVED else ("·", "$text-muted")
        return Line(
            str(regel["regel"]),
            Content.assemble((f"{regel['regel']:>2} ", "$text-muted"), (f"{sign} ", style), regel["zeg"].strip() or t("oefenen.stilte")),
        )

    # -- sheets ----------------------------------------------------------------------------------

    def action_blad(self, name: str) -> None:
        self._sheet = name
        self._draw()

    @on(OptionList.OptionHighlighted, "#terug-regels")
    def _moved(self) -> None:
        now = self.query_one("#terug-regels", Lines).highlighted_id
        if self._at is not None and now != self._at:
            self._sheet = "regel"  # who moves along the lines wants to read that line, whatever sheet was open
        self._at = now
        self._draw()

    @on(OptionList.OptionSelected, "#terug-regels")
    def _opened(self) -> None:
        self.action_blad("regel")

    def _draw(self) -> None:
        sheets = {
            "kort": self._summary,
            "regel": self._about_line,
            "gevonden": self._found,
            "vertrouwen": self._trust,
            "geteld": self._counted,
        }
        self.query_one("#terug-tekst", Static).update(Content.assemble(*sheets[self._sheet]()))
        self.query_one("#terug-blad", VerticalScroll).scroll_home(animate=False)

    def action_lees(self, pages: int) -> None:
        """Read on or back in the sheet, whatever has the focus."""
        sheet = self.query_one("#terug-blad", VerticalScroll)
        sheet.scroll_relative(y=pages * max(1, sheet.size.height - 1), animate=False)

    def _chosen(self) -> dict[str, Any] | None:
        number = self.query_one("#terug-regels", Lines).highlighted_id
        return next((regel for regel in self.nb["regels"] if str(regel["regel"]) == number), None)

    def _about_line(self) -> list[Any]:
        regel = self._chosen()
        if regel is None:
            return [""]
        parts: list[Any] = [
            (f"{t('oefenen.ik')}  ", "bold $primary"), f"{regel['zeg'].strip() or t('oefenen.stilte')}\n\n",
            (f"{t('oefenen.antwoord_kop', naam=self.persona['naam'], tekst=regel['antwoord'])}\n\n", "$accent"),
            (f"{t('oefenen.dacht_kop', tekst=regel['innerlijk'])}\n\n", "italic"),
        ]  # fmt: skip
        why = self._why(regel)
        if why:
            parts.append((f"{t('oefenen.waardoor_kop', wat=why)}\n", "$text-muted"))
        if regel["uitleg"]:
            parts.append(f"\n{regel['uitleg']}\n")
        if regel["alternatief"]:
            parts.append(f"\n{t('oefenen.coach_anders', tekst=regel['alternatief'])}\n")
        return parts

    def _why(self, regel: dict[str, Any]) -> str:
        """Names of the behaviours that moved trust here."""
        names = {item["gedrag"]: item["naam"] for item in self.nb["geteld"]}
        seen = []
        for reden in regel["waardoor"]:
            name = next((names[key] for key in (reden["gedrag"], reden["gedrag"].split("_")[0]) if key in names), "")
            if name and name not in seen and reden["effect"]:
                seen.append(name)
        return ", ".join(seen)

    def _found(self) -> list[Any]:
        parts: list[Any] = []
        for name in KINDS:
            oogst = self.nb[name]
            parts.append((t(f"oefenen.oogst_{name}") + "\n", "bold $primary"))
            parts.append((f"{t('oefenen.gevonden_kop')}\n" if oogst["gevonden"] else "", "$success"))
            for vondst in oogst["gevonden"]:
                parts += [
                    f"+ {t('oefenen.vondst', regel=vondst['regel'], tekst=vondst['tekst'])}\n",
                    (f"  “{vondst['woorden']}”\n", "$accent"),
                ]
            parts.append((f"{t('oefenen.gemist_kop')}\n" if oogst["gemist"] else "", "$text-muted"))
            for gemist in oogst["gemist"]:
                chance = gemist["kansen"][0] if gemist["kansen"] else None
                where = t(f"oefenen.kans_{chance['waarom']}", regel=chance["regel"]) if chance else ""
                parts.append(f"- {gemist['tekst']} {where}".rstrip() + "\n")
            parts.append("\n")
        own = self.nb.get("inventaris")
        if own:
            texts = {item["feit"]: item["tekst"] for name in KINDS for kind in ("gevonden", "gemist") for item in self.nb[name][kind]}
            parts.append((f"{t('oefenen.naast_kop')}\n", "bold $primary"))
            for line, beside in zip(own["opgeschreven"], own["bij"], strict=True):
                parts.append(f"· {line}\n")
                known = [texts[item] for item in beside if item in texts]
                parts += [(f"  = {text}\n", "$success") for text in known] or [(f"  {t('oefenen.naast_los')}\n", "$text-muted")]
            parts += [
                (f"{t('oefenen.naast_niet', tekst=texts[item])}\n", "$text-muted") for item in own["niet_opgeschreven"] if item in texts
            ]
        return parts

    def _trust(self) -> list[Any]:
        cells = BAR if self.query_one("#terug-blad").size.width >= WIDE_SHEET else SHORT_BAR
        parts: list[Any] = [(f"{t('oefenen.vertrouwen_kop')}\n\n", "bold $primary")]
        rows = [("", self.nb["vertrouwen"][0], t("oefenen.vertrouwen_begin"))]
        rows += [(str(regel["regel"]), regel["vertrouwen"], self._why(regel)) for regel in self.nb["regels"]]
        for number, trust, why in rows:
            bar = "█" * round(trust * cells)
            parts.append(t("oefenen.vertrouwen_regel", nr=f"{number:>2}", balk=f"{bar:<{cells}}", waardoor=why) + "\n")
        return parts

    def _counted(self) -> list[Any]:
        parts: list[Any] = [(f"{t('oefenen.geteld_kop')}\n\n", "bold $primary")]
        for item in self.nb["geteld"]:
            parts.append(
                f"{t('oefenen.geteld_regel', naam=item['naam'], aantal=item['aantal'], nrs=', '.join(map(str, item['regels'])))}\n"
            )
        return parts

    # -- leaving ---------------------------------------------------------------------------------

    def action_nog_eens(self) -> None:
        regel = self._chosen()
        if regel is not None:
            self.dismiss((self.versies[self._shown], int(regel["regel"])))

    def action_bewaar(self) -> None:
        """A report of the version on screen, because the trainee asks for it."""
        from assistant.engine.debriefing import Nabespreking
        from assistant.engine.reporting import practise_sheet, report_name
        from tui.screens.review_report import ReportScreen

        sheets, assistant = host(self).opening.sheets(), self.assistant
        talk, naam = self.nb, str(self.persona["naam"])

        def make(_: bool) -> Mapping[str, Any]:
            return practise_sheet(Nabespreking.model_validate(talk), naam, assistant.content, op=assistant.clock.now())

        def put(blad: Mapping[str, Any], vorm: str, folder: Path) -> Path:
            made: Path = sheets.put_apart(blad, vorm=vorm, folder=folder, name=report_name(blad, vorm))
            return made

        screen = ReportScreen(
            make, put if sheets is not None else None, always_nameless=True, about_client=False, uitleg=t("oefenen.verslag_uitleg")
        )
        self.app.push_screen(screen)

    def action_weg(self) -> None:
        self.dismiss(None)


def _point(punt: dict[str, Any]) -> str:
    where = f" ({t('oefenen.regel', nrs=', '.join(map(str, punt['regels'])))})" if punt["regels"] else ""
    return f"{punt['tekst']}{where}"
