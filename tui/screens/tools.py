"""tui.screens.tools: what more there is to do with the dossier on the table. One list, reached with one key from conversation and plan.

A tool is a line in TOOLS: its name (texts meer.<name> and meer_uitleg.<name>) and what makes its screen. The palette reads the same table.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import OptionList, Static

from tui.bindings import bindings
from tui.screens.desk import Desk
from tui.texts import t
from tui.widgets.choice_list import Line, Lines
from tui.widgets.key_bar import KeyBar


def _netwerk(desk: Desk) -> Screen[Any]:
    from tui.screens.network import NetworkScreen

    return NetworkScreen(desk)


def _agenda(desk: Desk) -> Screen[Any]:
    from tui.screens.agenda import AgendaScreen

    return AgendaScreen(desk)


def _opvolgen(desk: Desk) -> Screen[Any]:
    from tui.screens.follow_up import FollowUpScreen

    return FollowUpScreen(desk)


def _tegenslag(desk: Desk) -> Screen[Any]:
    from tui.screens.setbacks import TegenslagScreen

    return TegenslagScreen(desk)


def _geschiedenis(desk: Desk) -> Screen[Any]:
    from tui.screens.history import HistoryScreen

    return HistoryScreen(desk)


def _afronden(desk: Desk) -> Screen[Any]:
    from tui.screens.farewell import FarewellScreen

    return FarewellScreen(desk)


def _kompas(desk: Desk) -> Screen[Any]:
    from tui.screens.kompas import KompasScreen

    return KompasScreen(desk)


def _tkb(desk: Desk) -> Screen[Any]:
    from tui.screens.team import TeamScreen

    return TeamScreen(desk)


def _basistaken(desk: Desk) -> Screen[Any]:
    from tui.screens.basistaken import BasistakenScreen

    return BasistakenScreen(desk)


def _setting(desk: Desk) -> Screen[Any]:
    from tui.screens.setting import SettingScreen

    return SettingScreen(desk)


TOOLS: dict[str, Callable[[Desk], Screen[Any]]] = {
    "kompas": _kompas,
    "netwerk": _netwerk,
    "tkb": _tkb,
    "basistaken": _basistaken,
    "setting": _setting,
    "agenda": _agenda,
    "opvolgen": _opvolgen,
    "tegenslag": _tegenslag,
    "geschiedenis": _geschiedenis,
    "afronden": _afronden,
}


def open_tool(screen: Screen[Any], tool: str, after: Callable[[], object] | None = None) -> None:
    """Put the screen of a tool on top of `screen` (which has a `desk`); `after` runs when it is left."""
    desk: Desk = screen.desk  # type: ignore[attr-defined]

    def left(_: Any) -> None:
        if after is not None:
            after()

    screen.app.push_screen(TOOLS[tool](desk), left)


def open_menu(screen: Screen[Any], after: Callable[[], object] | None = None) -> None:
    """Let a tool be chosen, and go there."""

    def chosen(tool: str | None) -> None:
        if tool:
            open_tool(screen, tool, after)

    screen.app.push_screen(ToolsScreen(), chosen)


class ToolsScreen(ModalScreen[str | None]):
    """The tools, one line each. Gives back the name of the chosen one."""

    BINDINGS = bindings("venster", t)
    CSS = """
    ToolsScreen .venster { width: 76; }
    ToolsScreen Lines { height: auto; max-height: 18; margin: 1 0; }
    """
    hulp = "meer"

    def compose(self) -> ComposeResult:
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("meer.titel"))
            yield Static(t("meer.uitleg"), classes="stil", markup=False)
            yield Lines(id="meer-lijst")
        yield KeyBar()

    def on_mount(self) -> None:
        width = max(len(t(f"meer.{tool}")) for tool in TOOLS)
        box = self.query_one("#meer-lijst", Lines)
        box.fill(
            [
                Line(tool, Content.assemble((f"{t(f'meer.{tool}'):<{width}}  ", "bold"), (t(f"meer_uitleg.{tool}"), "$text-muted")))
                for tool in TOOLS
            ]
        )
        box.focus()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)

    def action_weg(self) -> None:
        self.dismiss(None)
