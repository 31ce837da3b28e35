"""The screen as a safe place: hostile text, crashes, the clipboard, the palette, the first frame's imports."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from textual.color import Color
from textual.content import Content
from textual.widgets import Static

from assistant.domain.kracht import Citaat, Kracht
from assistant.domain.values import KrachtVorm, LeefgebiedId, Tijd, UitingId, clean_text
from assistant.engine.conversing import Conversation
from tests.fakes import BEGIN, an_assistant
from tests.tui.helpers import SMALL, WIDE, an_app, on_screen, shown, talking, until
from tui.safety import Keyboard
from tui.widgets.key_bar import KeyBar

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = [
    "[b]vet[/b]",
    "[/of]",
    "[@click=app.quit]klik[/]",
    "[link=https://example.org]hier[/link]",
    "\x1b]0;titel\x07 \x1b[2J weg",
    "\x1b]52;c;Z2VoZWlt\x07",
    "\u202eomgekeerd",
    "{accolades} %s $primary",
    "a\x00b\x08c",
    "\x9b31m",
]


async def test_hostile_words_stand_literally_in_every_place_that_shows_them() -> None:
    assistant = an_assistant(naam="[b]J[/b]")
    talk = Conversation(assistant, assistant.new_dossier(code="[/of]KG", setting="[b]x[/b]"))
    talk.choose("wonen")
    for text in HOSTILE:
        uiting = talk.answer(text)
        item = Kracht(
            id=f"k-{uiting.id}",
            vorm=KrachtVorm.IK_WIL,
            citaat=Citaat(uiting=UitingId(uiting.id), begin=0, eind=len(uiting.tekst), tekst=uiting.tekst),
            tijd=Tijd.HEDEN,
            leefgebied=LeefgebiedId("wonen"),
            op=BEGIN,
        )
        talk.dossier = assistant.save(talk.dossier, talk.dossier.note_kracht(item))
    app = an_app(assistant, start_in=talk.dossier.id)
    async with app.run_test(size=(140, 60)) as pilot:
        await talking(pilot)
        await pilot.press("alt+i")
        for key, name in (
            ("f8", "EarlierScreen"),
            ("escape", "InterviewScreen"),
            ("f10", "ClosingScreen"),
            ("escape", "InterviewScreen"),
            ("f5", "PlanScreen"),
        ):
            await pilot.press(key)
            await on_screen(pilot, name)
            lines = shown(app)
            if name != "PlanScreen":
                assert "[b]vet[/b]" in lines and "[/of]" in lines and "{accolades} %s $primary" in lines
            assert "[/of]KG" in lines or name in ("EarlierScreen", "ClosingScreen")
            assert not set(lines) & {"\x1b", "\x07", "\x9b", "\u202e", "\x00", "\x08"}
        assert app.is_running


@pytest.mark.parametrize("text", HOSTILE)
async def test_the_last_filter_lets_nothing_through_that_steers_a_terminal(text: str) -> None:
    """Even when a widget gets text that nobody cleaned."""
    app = an_app(dossier=False)
    async with app.run_test(size=SMALL) as pilot:
        await on_screen(pilot, "HomeScreen")
        await app.screen.mount(Static(Content(text), id="gevaar", markup=False))
        await pilot.pause()
        line = "".join(segment.text for strip in app.screen._compositor.render_strips() for segment in _filtered(app, strip))

        assert not set(line) & {"\x1b", "\x07", "\x9b", "\u202e", "\x00", "\x08"}


def _filtered(app: object, strip: object) -> list[object]:
    segments = list(strip)  # type: ignore[call-overload]
    for line_filter in app.get_line_filters():  # type: ignore[attr-defined]
        segments = line_filter.apply(segments, Color(0, 0, 0))
    return segments


async def test_a_crash_shows_a_code_and_no_words(capfd: pytest.CaptureFixture[str]) -> None:
    app = an_app()
    with pytest.raises(RuntimeError):
        async with app.run_test(size=SMALL) as pilot:
            screen = await talking(pilot)
            secret = "woorden van de client"
            screen.editor.load_text(secret)

            def fall() -> None:
                raise RuntimeError(secret)

            screen.call_later(fall)
            await pilot.pause(0.3)
    out, err = capfd.readouterr()

    assert "code K-" in out + err
    assert secret not in out + err


async def test_a_thread_of_the_screen_that_breaks_shows_a_code_and_no_traceback(capfd: pytest.CaptureFixture[str]) -> None:
    """Textual's reader of the keyboard calls panic with a whole traceback, its locals among them."""
    from rich.traceback import Traceback

    app = an_app()
    secret = "woorden van de client"
    async with app.run_test(size=SMALL) as pilot:
        await talking(pilot)
        try:
            raise RuntimeError(secret)
        except RuntimeError:
            app.panic(Traceback(show_locals=True))
    app._print_error_renderables()
    out, err = capfd.readouterr()

    assert "code K-" in out + err
    assert secret not in out + err and "Traceback" not in out + err


@pytest.mark.skipif(sys.platform == "win32", reason="there the console gives characters")
def test_bytes_that_are_not_utf_8_are_letters_or_a_visible_sign_and_never_the_end() -> None:
    import textual.drivers.linux_driver as module

    an_app().get_driver_class()
    decode = module.getincrementaldecoder("utf-8")().decode

    assert decode("één €".encode()) == "één €"
    assert decode("één".encode("latin-1") + b" \x9b31m") == "één \ufffd31m"
    assert decode("é".encode()[:1]) + decode("é".encode()[1:]) == "é"  # a letter in two reads stays one letter


@pytest.mark.parametrize("size", [1, 2, 5, 7, 4096])
def test_an_escape_in_pasted_words_is_a_sign_in_its_place_and_never_a_key(size: int) -> None:
    keyboard = Keyboard()
    sent = "ë\x1b[A\x1b\x1b[200~één \x1b[31mrood\x1b[0m \x1b[20 eind\x1b\x1b[201~na\x1bOQ\x1b[200~\x1b[201~".encode()
    got = "".join(keyboard.decode(sent[at : at + size]) for at in range(0, len(sent), size))

    assert got == "ë\x1b[A\x1b\x1b[200~één ␛[31mrood␛[0m ␛[20 eind␛\x1b[201~na\x1bOQ\x1b[200~\x1b[201~"


async def test_copying_stays_inside_the_program() -> None:
    app = an_app()
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        written: list[str] = []
        assert app._driver is not None
        app._driver.write = written.append  # type: ignore[method-assign]
        await pilot.press(*"geheim")
        screen.editor.select_range(0, 6)
        await pilot.press("ctrl+c")
        await pilot.pause()

        assert app.clipboard == "geheim"
        assert not any("\x1b]52" in data for data in written)


async def test_the_palette_is_dutch_has_everything_and_takes_no_picture() -> None:
    app = an_app()
    async with app.run_test(size=WIDE) as pilot:
        await talking(pilot)
        await pilot.press("ctrl+p")
        await on_screen(pilot, "CommandPalette")
        await until(pilot, lambda: "gesprek: Bewaar" in shown(app))
        lines = shown(app)

        assert "Zoek een opdracht" in lines
        assert "Screenshot" not in lines and "Search" not in lines
        await pilot.press(*"contrast")
        await until(pilot, lambda: "beeld: Hoog contrast" in shown(app))
        await pilot.press("enter")
        await until(pilot, lambda: app.theme == "krachtgesprek-contrast")


def test_nothing_heavy_is_imported_for_the_first_frame() -> None:
    code = (
        "import sys; from tui.app import AssistantApp; import tui.screens.unlock; import tui.cli; "
        "heavy = {'chromadb','langchain','langchain_core','sentence_transformers','torch','sklearn','sqlalchemy','alembic','typst','numpy','pydantic'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert out.stdout.strip() == "[]"


def test_nothing_heavy_is_imported_by_the_screens() -> None:
    code = (
        "import sys; import tui.app, tui.palette, tui.screens.home, tui.screens.interview, tui.screens.plan, tui.screens.search, tui.screens.export; "
        "heavy = {'chromadb','langchain','langchain_core','sentence_transformers','torch','sklearn','sqlalchemy','alembic','typst','numpy'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert out.stdout.strip() == "[]"


def test_cleaning_makes_an_escape_visible_and_keeps_words() -> None:
    assert clean_text("a\x1b[31mb") == "a\u241b[31mb"


@pytest.mark.parametrize("theme", ["krachtgesprek-donker", "krachtgesprek-licht", "krachtgesprek-contrast"])
async def test_the_theme_of_the_settings_is_the_one_that_is_painted(theme: str) -> None:
    app = an_app(dossier=False, theme=theme)
    async with app.run_test(size=SMALL) as pilot:
        await on_screen(pilot, "HomeScreen")

        assert app.screen.styles.background.hex.lower() == str(app.current_theme.background).lower()
        assert app.current_theme.name == theme


async def test_a_theme_that_does_not_exist_falls_back_to_ours() -> None:
    app = an_app(dossier=False, theme="bestaat-niet")
    async with app.run_test(size=SMALL):
        assert app.theme == "krachtgesprek-donker"


@pytest.mark.parametrize("width", [60, 80, 120])
async def test_the_key_bar_never_runs_off_the_screen_and_keeps_help(width: int) -> None:
    app = an_app()
    async with app.run_test(size=(width, 24)) as pilot:
        await talking(pilot)
        for key in ("", "ctrl+l", "f5"):
            if key:
                await pilot.press(key)
                await pilot.pause(0.2)
            last = shown(app).splitlines()[-1]

            assert "F1 Hulp" in last and len(last.rstrip()) <= width


async def test_the_key_bar_names_a_key_of_a_list_as_the_list_uses_it() -> None:
    """Alt+G is 'graag' in the list of leefgebieden and something else in the conversation around it."""
    app = an_app()
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(pilot)
        await pilot.press("ctrl+l")
        await until(pilot, lambda: screen.query_one("#rail").has_focus)
        foot = str(screen.query_one(KeyBar).render())
        assert "Enter Hierover" in foot and "," not in foot
        assert "Alt+G Graag" in foot and "Ctrl+Y" not in foot


async def test_a_click_on_the_key_bar_does_what_the_key_does() -> None:
    app = an_app()
    async with app.run_test(size=SMALL) as pilot:
        await talking(pilot)
        at = shown(app).splitlines()[-1].index("F1 Hulp")
        await pilot.click(offset=(at + 1, 23))
        await on_screen(pilot, "HelpScreen")
