"""tui.app: AssistantApp. Themes, keys for everywhere, the lock, quitting, and which screen comes after which. It has no use cases.

The first frame needs Textual and a few texts only: the engine, the database and every other screen are imported after it, while the
person types.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import os
import time
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from textual import events
from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.filter import LineFilter
from textual.screen import Screen
from textual.widget import Widget

from tui.bindings import bindings, shown
from tui.patience import wait_your_turn
from tui.safety import forgive_bytes, screen_filter
from tui.screens.late_keys import LateKeys
from tui.texts import t
from tui.themes import DEFAULT, THEMES
from tui.working import run_beside

if TYPE_CHECKING:
    from textual.command import Provider
    from textual.driver import Driver

    from assistant.engine.assistant import Assistant
    from assistant.engine.ports import DossierStore


class Opening(Protocol):
    """How the app gets at its Assistant. Methods may block; the app calls them in a thread."""

    asks_passphrase: bool
    """False: nothing is asked (demo)."""
    start_in: str | None
    """Id of the dossier to open at once. '' opens the newest. None: the list."""
    slot_minuten: int
    """Minutes without a key before the screen locks."""

    def exists(self) -> bool:
        """True when there is a file with dossiers already."""
        ...

    def open(self, passphrase: str) -> Assistant:
        """Raises KeyRejected and other StoreErrors."""
        ...

    def create(self, passphrase: str) -> tuple[Assistant, str]:
        """Make a new, empty file. Returns the assistant and the recovery code (shown once). Raises RuleError, StoreError."""
        ...

    def warm(self) -> None:
        """Import what opening will need, while the person is typing."""
        ...

    def sheets(self) -> Any:
        """What makes paper: see tui.screens.export. None: nothing can be made here."""
        ...


def _everything() -> type[Provider]:
    from tui.palette import EverythingProvider

    return EverythingProvider


class AssistantApp(App[None]):
    """The terminal face of one Assistant."""

    TITLE = "Krachtgesprek"
    CSS_PATH = "styles/unlock.tcss"  # the first screen only; the house style comes with the next one
    ALLOW_SELECT = False
    ENABLE_COMMAND_PALETTE = True
    COMMANDS = {_everything}
    BINDINGS = [*bindings("overal", t), Binding("ctrl+c", "help_quit", show=False, system=True)]
    HORIZONTAL_BREAKPOINTS = [(0, "-klein"), (72, "-smal"), (100, "-breed"), (140, "-ruim")]
    VERTICAL_BREAKPOINTS = [(0, "-laag"), (22, "-gewoon"), (34, "-hoog")]

    def __init__(self, opening: Opening, *, theme: str = DEFAULT, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self.opening = opening
        self.assistant: Assistant | None = None
        self._screen_filter = screen_filter()
        self._monotonic = clock
        self._last_activity = clock()
        self._late = LateKeys(self)
        self._secret: tuple[bytes, bytes] | None = None
        self.locked = False
        self._leaving = False
        self._opening_dossier = False
        _free_alt_digits()
        wait_your_turn()
        for item in THEMES:
            self.register_theme(item)
        chosen = theme if any(item.name == theme for item in THEMES) else DEFAULT
        self.set_reactive(AssistantApp.theme, chosen)  # without a second reading of the style sheets before the first frame
        self.stylesheet.set_variables(self.get_css_variables())
        self.set_class(self.current_theme.dark, "-dark-mode", update=False)
        self.set_class(not self.current_theme.dark, "-light-mode", update=False)
        for name in [n for n in self.available_themes if n not in {item.name for item in THEMES}]:
            self.unregister_theme(name)

    # -- the screen as a safe place --------------------------------------------------------------

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), self._screen_filter]

    def _fatal_error(self, kind: str = "") -> None:
        """A code for the helpdesk instead of a traceback with a client's words (private hook; pinned by a test)."""
        import logging

        from assistant.logbook import incident_code

        code = incident_code()
        logging.getLogger(__name__).exception("scherm_fout", extra={"code": code, "soort": kind} if kind else {"code": code})
        self._exit_renderables.append(t("app.fatale_fout", code=code))
        self._close_messages_no_wait()

    def panic(self, *renderables: Any) -> None:
        """What Textual's own threads do when they break. Their traceback stays inside, as every other."""
        traces = [item.trace for item in renderables if hasattr(item, "trace")]
        self._fatal_error(traces[0].stacks[0].exc_type if traces else "panic")

    def get_driver_class(self) -> type[Driver]:
        driver = super().get_driver_class()
        forgive_bytes(driver)
        return driver

    def copy_to_clipboard(self, text: str) -> None:
        """Copying stays inside the program: a terminal's clipboard is read by other programs, and sometimes by other machines."""
        self._clipboard = text

    def copy_reference(self, text: str) -> None:
        """Where something stands in the sources holds nothing of a client, so it may go to the clipboard of the terminal."""
        super().copy_to_clipboard(text)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        return ()  # everything the palette offers comes from tui.palette: in Dutch, and without a screenshot on disk

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(THEMES[0].variables)

    def get_default_screen(self) -> Screen[Any]:
        from tui.screens.unlock import UnlockScreen

        return UnlockScreen(self.opening.asks_passphrase)

    # -- starting --------------------------------------------------------------------------------

    def on_ready(self) -> None:
        self.set_interval(1.0, self._watch_idle)
        self._catch_hangup()

    def remember_passphrase(self, passphrase: str) -> None:
        """Keep a salted hash in memory, so that the lock screen can check the same passphrase without the file."""
        salt = os.urandom(16)
        self._secret = (salt, _stretch(passphrase, salt))

    def passphrase_fits(self, passphrase: str) -> bool:
        if self._secret is None:
            return True
        salt, digest = self._secret
        if hmac.compare_digest(_stretch(passphrase, salt), digest):
            return True
        # opened with the recovery code and locked with the passphrase in mind, or the passphrase was changed meanwhile: the file knows
        opens: Any = getattr(self.assistant.store, "opens_with", None) if self.assistant is not None else None
        return bool(opens is not None and opens(passphrase))

    def opened(self, assistant: Assistant) -> None:
        """The file is open: go to the list, or straight into a conversation; let the helper process load meanwhile."""
        self.assistant = assistant
        run_beside(self, self._go_home(assistant), group="thuis")

    async def _go_home(self, assistant: Assistant) -> None:
        """Runs as a worker of the app. The unlock screen stays underneath, emptied: a stack may never be without a screen."""
        from tui.screens.home import HomeScreen

        await self.push_screen(HomeScreen(assistant))
        run_beside(self, asyncio.to_thread(_start_thinker, assistant), group="denker")
        start = self.opening.start_in
        if start == "":
            summaries = await asyncio.to_thread(assistant.store.list)
            start = summaries[0].id if summaries else None
        if start:
            await self.open_dossier(start)

    async def open_dossier(self, dossier_id: str, *, tool: str = "") -> None:
        """Put the conversation with this dossier on top, and `tool` (see tui.screens.tools) on that.

        Without a tool a next conversation opens with what got better, when there are steps of an earlier day to look back on.
        A second wish while one is being opened (Enter twice, a slow machine) is dropped: two screens on one dossier would not agree.
        """
        if self._opening_dossier or any(hasattr(s, "desk") or type(s).__name__ == "AuditScreen" for s in self.screen_stack):
            return
        self._opening_dossier = True
        home = next((s for s in reversed(self.screen_stack) if hasattr(s, "opening")), None)
        if home is not None:
            home.opening(True)
        try:
            await self._open_dossier(dossier_id, tool)
        finally:
            self._opening_dossier = False
            if home is not None:
                home.opening(False)

    async def _open_dossier(self, dossier_id: str, tool: str) -> None:
        from assistant.domain.audit import SETTING as AUDIT_SETTING
        from assistant.engine.reviewing import EXTERN
        from assistant.errors import AssistantError
        from tui.screens.audit import AuditScreen
        from tui.screens.desk import Desk
        from tui.screens.follow_up import is_due
        from tui.screens.interview import InterviewScreen
        from tui.screens.review_list import ReviewListScreen, table_of
        from tui.screens.tools import open_tool

        assert self.assistant is not None
        try:
            desk = await asyncio.to_thread(Desk.open, self.assistant, dossier_id)
        except AssistantError as error:
            self.say(error.sentence, title=error.title, bad=True)
            return
        if desk.dossier.setting == AUDIT_SETTING:
            from assistant.engine.audit import Auditing

            await self.push_screen(AuditScreen(Auditing(self.assistant, desk.dossier), self.assistant.naam))
            return
        if EXTERN in desk.dossier.rooms and not tool:  # a plan from outside is opened to review it; nobody talked here
            await self.push_screen(ReviewListScreen(table_of(desk)))
            return
        talk = InterviewScreen(desk)
        await self.push_screen(talk)
        if tool or is_due(desk):
            open_tool(talk, tool or "opvolgen", talk.when_back())

    async def go_home(self) -> None:
        """Back to the list, whatever stands on top: after a dossier was erased, or other dossiers were put back."""
        from tui.screens.home import HomeScreen

        while self.locked:  # noqa: ASYNC110 - the lock goes for a passphrase only, and that may take a day
            await asyncio.sleep(0.1)
        while len(self.screen_stack) > 2 and not isinstance(self.screen, HomeScreen):
            await self.pop_screen()

    def get_key_display(self, binding: Binding) -> str:
        """Keys as people write them: F2, Ctrl+G, Esc."""
        return binding.key_display or shown(binding.key)

    # -- small services for screens --------------------------------------------------------------

    def say(self, text: str, *, title: str = "", bad: bool = False) -> None:
        """A short notice in a corner; never markup."""
        self.notify(text, title=title, severity="error" if bad else "information", timeout=12 if bad else 4, markup=False)

    def tools_for(self, screen: Screen[Any]) -> dict[str, Callable[[], Any]]:
        """What more can be opened from a screen with a dossier, by name. Empty: there is no dossier on the table."""
        if self.assistant is None or not hasattr(screen, "desk"):
            return {}
        from functools import partial

        from tui.screens.tools import TOOLS, open_tool

        return {tool: partial(open_tool, screen, tool) for tool in TOOLS}

    # -- keys for everywhere ---------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if self.locked and action in {"hulp", "zoek", "bronnen", "veiligheid", "slot", "command_palette"}:
            return False
        if self.assistant is None and action in {"zoek", "bronnen", "veiligheid", "command_palette"}:
            return False
        if action == "slot" and not self._can_lock:
            return False
        return super().check_action(action, parameters)

    def action_hulp(self) -> None:
        from tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen.of(self.screen))

    def action_zoek(self) -> None:
        from tui.screens.search import SearchScreen

        if self.assistant is not None and not isinstance(self.screen, SearchScreen):
            desk = next((s.desk for s in reversed(self.screen_stack) if hasattr(s, "desk")), None)
            self.push_screen(SearchScreen(self.assistant, namen=desk.conversation.namen() if desk is not None else ()))

    def action_bronnen(self) -> None:
        """The books and other documents that are searched."""
        from tui.screens.corpus import CorpusScreen

        if self.assistant is not None and not any(isinstance(s, CorpusScreen) for s in self.screen_stack):
            self.push_screen(CorpusScreen(self.assistant))

    def action_veiligheid(self) -> None:
        self.show_safety(None)

    def show_safety(self, soort: str | None) -> None:
        """The fixed card on top of everything. None: let the begeleider choose which one."""
        from tui.screens.safety_card import SafetyScreen

        own = getattr(self.screen, "show_safety", None)
        if own is not None:  # practice shows the same card, marked as practice
            own(soort)
            return
        if self.assistant is None or any(isinstance(s, SafetyScreen) for s in self.screen_stack):
            return
        current = next((s for s in reversed(self.screen_stack) if hasattr(s, "desk")), None)
        form = current.desk.dossier.aanspreekvorm if current is not None else None
        self.push_screen(SafetyScreen(self.assistant.content, soort, form), self._after_safety)

    def _after_safety(self, wish: str | None) -> None:
        if wish == "pauze":
            self.action_slot()
        elif wish == "stop":
            self._stop_after_danger()

    def _stop_after_danger(self) -> None:
        """To the care that goes with it, not to the closing questions. Under another screen that may hold typed words: say the way there."""
        care = getattr(self.screen, "stop_with_care", None)
        if care is not None:
            care()
            return
        talk: Any = next((s for s in reversed(self.screen_stack) if hasattr(s, "stop_with_care")), None)
        if talk is not None:
            talk.careful = True
        self.say(t("veiligheid.stop_elders" if talk is not None else "veiligheid.geen_gesprek"), title=t("veiligheid.titel"))

    def action_slot(self) -> None:
        """Blank the screen and lock it. A new recovery code on the screen is covered as well, before there is any dossier."""
        from tui.screens.lock import LockScreen

        if self.locked or not self._can_lock:
            return
        self.locked = True
        self.clear_notifications()
        self.push_screen(LockScreen(self.passphrase_fits, asks=self._secret is not None), self._unlocked)

    @property
    def _can_lock(self) -> bool:
        """There is something to cover, and a way to take the cover away."""
        return self.assistant is not None or self._secret is not None

    def push_screen(self, screen: Any, *args: Any, **kwargs: Any) -> Any:
        """As Textual's, but nothing comes over the lock: what was on its way when it closed (a dossier that opens) waits underneath."""
        lock = self.screen if self.locked and self.screen_stack and self.screen.has_class("-slot") else None
        given = super().push_screen(screen, *args, **kwargs)
        if lock is not None:
            self._screen_stack.remove(lock)
            self._screen_stack.append(lock)
            lock.post_message(events.ScreenResume())
        return given

    def _unlocked(self, _: bool | None) -> None:
        self.locked = False
        self._last_activity = self._monotonic()

    async def action_quit(self) -> None:
        """Leave; ask first when something typed is not sent yet or a save is running."""
        from tui.screens.quit import QuitScreen

        if self.locked or self._leaving:
            await self._leave()
            return
        open_text = [s for s in self.screen_stack if getattr(s, "has_unsent", False)]
        if open_text and not isinstance(self.screen, QuitScreen):
            usual = "alleen_lezen" if self.assistant is not None and self.assistant.store.read_only else "vraag"
            lost = next((q for s in reversed(open_text) if (q := getattr(s, "stop_vraag", ""))), usual)
            self.push_screen(QuitScreen(lost), self._quit_answered)
        elif not open_text:
            await self._leave()

    def _quit_answered(self, go: bool | None) -> None:
        if go:
            run_beside(self, self._leave(), group="weg")

    async def _leave(self) -> None:
        """Let saves finish, keep what was typed, close the file, go."""
        self._leaving = True
        for screen in self.screen_stack:
            flush = getattr(screen, "flush", None)
            if flush is not None:
                await flush()
        if self.assistant is not None:
            await asyncio.to_thread(_close, self.assistant)
        self.exit()

    def action_help_quit(self) -> None:
        self.say(t("app.ctrl_c"))

    def action_command_palette(self) -> None:
        from textual.command import CommandPalette

        if not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette(placeholder=t("palet.zoek"), id="--command-palette"))

    # -- walking away ----------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key) and event.key.startswith("alt+"):
            event.character = None  # a terminal that sends Esc before the letter: it is a key, never a letter among the client's words
        if isinstance(event, events.Key | events.MouseDown | events.Paste | events.MouseScrollDown | events.MouseScrollUp):
            self._last_activity = self._monotonic()
            if not event.is_forwarded and self._comes_early(event):
                return
        if self._late.take(event):
            event.stop()
            return
        if isinstance(event, events.Key) and event.key in ("tab", "shift+tab") and not event.is_forwarded and self._in_a_text_field():
            # The focus moves at once, not after the keys that wait in the old field: what is typed right after Tab, on a busy machine,
            # belongs in the next field.
            (self.screen.focus_next if event.key == "tab" else self.screen.focus_previous)()
            return
        if isinstance(event, events.Key) and event.key == "enter" and not event.is_forwarded and self._enter_walks():
            self.screen.focus_next()  # as Tab
            return
        await super().on_event(event)

    def _comes_early(self, event: events.Event) -> bool:
        """True when the field this is meant for is still to come, and the screen keeps it for that field."""
        early = getattr(self.screen, "early", None) if self.screen_stack else None
        return early is not None and early.take(event)

    def _enter_walks(self) -> bool:
        """True when Enter in the focused one-line field goes to the next one: the ids in ENTER_WALKS of the screen."""
        return self.focused is not None and self.focused.id in getattr(self.screen, "ENTER_WALKS", ())

    def _in_a_text_field(self) -> bool:
        from textual.widgets import Input, TextArea

        return isinstance(self.focused, Input | TextArea)

    def on_key(self, event: events.Key) -> None:
        """Left and right walk along the buttons of a window; a button itself does nothing with them."""
        if event.key not in ("left", "right"):
            return
        from textual.widgets import Button

        button = self.focused
        if isinstance(button, Button) and isinstance(button.parent, Widget):
            row = [b for b in button.parent.query_children(Button) if b.focusable]
            at = row.index(button) + (1 if event.key == "right" else -1)
            if 0 <= at < len(row):
                row[at].focus()
                event.stop()

    def _watch_idle(self) -> None:
        if self._monotonic() - self._last_activity >= self.opening.slot_minuten * 60:
            self.action_slot()

    def _catch_hangup(self) -> None:
        from tui import hangup

        if not self.is_headless:
            hangup.catch(asyncio.get_running_loop(), lambda: self._driver, self._hung_up)
            hangup.watch()

    def _hung_up(self) -> None:
        run_beside(self, self._leave(), group="weg")


def _free_alt_digits() -> None:
    """Alt+1 is a key here. Textual reads it as the sign a Mac types with it ('¡'), which would then stand among the client's words
    (private table; pinned by a test in a real terminal)."""
    from textual import _ansi_sequences

    table: dict[str, Any] = vars(_ansi_sequences)["ANSI_SEQUENCES_KEYS"]
    for digit in "0123456789":
        table.pop(f"\x1b{digit}", None)


def _stretch(passphrase: str, salt: bytes) -> bytes:
    return hashlib.scrypt(passphrase.encode("utf-8", "surrogatepass"), salt=salt, n=2**13, r=8, p=1)


def _start_thinker(assistant: Assistant) -> None:
    from assistant.errors import AssistantError

    try:
        assistant.thinker.start()
    except AssistantError:
        pass  # the first question says what is the matter; the conversation does not wait for it


def _close(assistant: Assistant) -> None:
    store: DossierStore = assistant.store
    assistant.thinker.close()
    store.close()
