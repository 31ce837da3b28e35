"""tui.screens.network_forms: one contact, one goal with who it touches, and what changed over time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from assistant.domain.netwerk import Band, Kwaliteit, Richting, Rol, Soort, Steun, Verschil
from assistant.domain.values import clean_text
from assistant.engine.netwerk import Network
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.screens.desk import Desk
from tui.screens.network_rows import changes_text
from tui.screens.talk import leave
from tui.texts import t
from tui.widgets.choice_list import Line, Lines
from tui.widgets.key_bar import KeyBar
from tui.widgets.pick import Pick
from tui.working import work

NONE = "-"


class ContactScreen(ModalScreen[str | None]):
    """Everything about one contact; only the name must be there. Gives back the id, or None."""

    BINDINGS = bindings("formulier", t)
    CSS = """
    ContactScreen .venster { width: 78; }
    ContactScreen #contact-melding { height: auto; min-height: 1; }
    """
    hulp = "contact"

    def __init__(self, desk: Desk, network: Network, contact_id: str | None) -> None:
        super().__init__()
        self.desk, self.network, self.contact_id = desk, network, contact_id
        self._old = network.netwerk.contact(contact_id) if contact_id else None
        self._begin: dict[str, Any] = {}

    def compose(self) -> ComposeResult:
        old = self._old
        groups = [(g.label, g.label) for g in self.network.texts.groepen]
        if old is not None and old.groep and old.groep not in {g for g, _ in groups}:
            groups.append((old.groep, old.groep))
        yes_no = [("nee", t("netwerk.nee")), ("ja", t("netwerk.ja"))]
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("contact.titel"))
            with VerticalScroll():
                yield Input(old.naam if old else "", id="contact-naam", placeholder=t("contact.naam"), select_on_focus=False)
                yield Pick(
                    "contact-groep",
                    t("contact.groep"),
                    [(NONE, t("contact.niet_gezegd")), *groups],
                    old.groep if old and old.groep else NONE,
                )
                yield Pick(
                    "contact-soort",
                    t("contact.soort"),
                    [(s.value, t(f"netwerk.soort.{s.value}")) for s in Soort],
                    old.soort if old else Soort.PERSOON,
                )
                yield Pick(
                    "contact-aard",
                    t("contact.aard"),
                    [(b.value, t(f"netwerk.aard.{b.value}")) for b in Band],
                    old.aard if old else Band.NATUURLIJK,
                )
                yield Pick(
                    "contact-richting",
                    t("contact.richting"),
                    [(r.value, t(f"netwerk.richting.{r.value or 'onbekend'}")) for r in Richting],
                    old.richting if old else Richting.ONBEKEND,
                )
                for kind in Steun:
                    yield Pick(
                        f"contact-{kind.value}", t(f"netwerk.steun.{kind.value}"), yes_no, "ja" if old and kind in old.steun else "nee"
                    )
                yield Pick(
                    "contact-kwaliteit",
                    t("contact.kwaliteit"),
                    [(k.value, t(f"netwerk.kwaliteit.{k.value or 'onbekend'}")) for k in Kwaliteit],
                    old.kwaliteit if old else Kwaliteit.ONBEKEND,
                )
                yield Pick("contact-gevaar", t("contact.gevaar"), yes_no, "ja" if old and old.niet_benaderen else "nee")
            yield Static("", id="contact-melding", classes="fout", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#contact-naam").focus()
        self._begin = self._read()

    @property
    def has_unsent(self) -> bool:
        return self._read() != self._begin

    def _read(self) -> dict[str, Any]:
        def picked(name: str) -> str:
            return self.query_one(f"#contact-{name}", Pick).value

        return {
            "naam": clean_text(self.query_one("#contact-naam", Input).value).strip(),
            "groep": "" if picked("groep") == NONE else picked("groep"),
            "soort": picked("soort"),
            "aard": picked("aard"),
            "richting": picked("richting"),
            "steun": tuple(k for k in Steun if picked(k.value) == "ja"),
            "kwaliteit": picked("kwaliteit"),
            "niet_benaderen": picked("gevaar") == "ja",
        }

    @on(Input.Submitted)
    @work(group="contact", exclusive=True)
    async def action_klaar(self) -> None:
        fields = self._read()

        def call() -> str:
            if self.contact_id is None:
                return self.network.add(**fields)
            self.network.change(self.contact_id, **fields)
            return self.contact_id

        try:
            made = await self.desk.save(call)
        except AssistantError as error:
            self.query_one("#contact-melding", Static).update(Content(error.sentence))
            return
        self.dismiss(made)

    def action_weg(self) -> None:
        leave(self, None, unsent=self.has_unsent)


class GoalList(Lines):
    BINDINGS = bindings("netwerkdoel", t)

    def action_doe(self, what: str) -> None:
        self.wish(what)


class GoalScreen(ModalScreen[None]):
    """One goal or wish: who does it touch, who could join in. Answers of the client; the program only keeps them."""

    BINDINGS = bindings("venster", t)
    CSS = """
    GoalScreen .venster { width: 84; height: 92%; }
    GoalScreen #doel-vraag { height: auto; margin: 1 0; }
    GoalScreen GoalList { height: 1fr; }
    GoalScreen #doel-melding { height: auto; min-height: 1; }
    """
    hulp = "netwerkdoel"

    def __init__(self, desk: Desk, network: Network) -> None:
        super().__init__()
        self.desk, self.network = desk, network

    def compose(self) -> ComposeResult:
        goals = self.network.goals()
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("netwerkdoel.titel"))
            yield Pick("doel-kies", t("netwerkdoel.kies"), [(i, _short(text)) for i, text in goals], goals[0][0])
            yield Static("", id="doel-vraag", markup=False)
            yield GoalList(id="doel-lijst")
            yield Static("", id="doel-melding", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self._fill()
        self.query_one(GoalList).focus()

    @property
    def goal(self) -> str:
        return self.query_one("#doel-kies", Pick).value

    @on(Pick.Changed)
    def _fill(self) -> None:
        words = dict(self.network.goals())[self.goal]
        questions = [q for rol in Rol for q in self.network.goal_questions(rol)]
        self.query_one("#doel-vraag", Static).update(
            Content.assemble((f"“{words}”\n", "bold $accent"), *[f"{q}\n" for q in questions], (t("netwerkdoel.uitleg"), "$text-muted"))
        )
        kaart = self.network.netwerk
        touched = {c.id for c in kaart.with_goal(self.goal, Rol.RAAKT)}
        joins = {c.id for c in kaart.with_goal(self.goal, Rol.DOET_MEE)}
        lines = []
        for item in self.network.contacts():
            c = item.contact
            parts: list[Any] = [(f"{'◉' if c.id in touched else '·'} {'✓' if c.id in joins else '·'}  ", "bold $primary")]
            parts.append((c.naam, "$error" if item.gevaar else "bold"))
            said = [t("netwerkdoel.raakt")] if c.id in touched else []
            said += [t("netwerkdoel.doet_mee")] if c.id in joins else []
            said += [t("netwerk.niet_benaderen")] if item.gevaar else []
            parts.append((f"  {' · '.join(said)}", "$text-muted"))
            lines.append(Line(c.id, Content.assemble(*parts)))
        self.query_one(GoalList).fill(lines)
        self.query_one("#doel-melding", Static).update(Content("" if lines else t("netwerkdoel.leeg")))

    @on(Lines.Wished)
    async def _wished(self, event: Lines.Wished) -> None:
        try:
            await self.desk.save(lambda: self.network.involve(self.goal, event.line_id, event.what))
        except AssistantError as error:
            self.query_one("#doel-melding", Static).update(Content(error.sentence))
            return
        self._fill()

    def action_weg(self) -> None:
        self.dismiss(None)


class ChangesScreen(ModalScreen[None]):
    """Who came, who went and what became different, newest first."""

    BINDINGS = bindings("venster", t)
    CSS = """
    ChangesScreen .venster { width: 80; height: 85%; }
    ChangesScreen Static { height: auto; }
    """
    hulp = "netwerkverloop"

    def __init__(self, changes: Sequence[tuple[datetime, datetime, Verschil]]) -> None:
        super().__init__()
        self._changes = changes

    def compose(self) -> ComposeResult:
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("netwerk.verloop_titel"))
            with VerticalScroll():
                yield Static(changes_text(self._changes), id="verloop-tekst", markup=False)
        yield KeyBar()

    def action_weg(self) -> None:
        self.dismiss(None)


def _short(text: str, most: int = 44) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
