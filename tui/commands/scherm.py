"""tui.commands.scherm: the commands that open the screen: `gesprek` (also without a command) and `demo`.

What must be known before the first frame is read the quick way (the name of the theme); the rest waits until something is to be seen.
"""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from assistant.engine.assistant import Assistant
    from assistant.settings import Settings

APP = "krachtgesprek"


def _theme_name() -> str:
    """The theme of the settings without loading them: environment, then the file. A wrong value is reported later, by the settings."""
    if name := os.environ.get("KRACHTGESPREK_THEMA"):
        return name
    if sys.platform.startswith("linux"):  # the place platformdirs would name, without its import before the first frame
        folder = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / APP
    else:
        import platformdirs

        folder = platformdirs.user_config_path(APP)
    try:
        data = tomllib.loads((folder / "instellingen.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    return str(data.get("thema") or "")


class FileOpening:
    """tui.app.Opening on the data folder of the settings."""

    asks_passphrase = True

    def __init__(self, obj: Mapping[str, Any], *, dossier: str | None = None) -> None:
        self._obj = obj
        self.start_in = dossier
        self.slot_minuten = 5
        self._assistant: Assistant | None = None

    @property
    def settings(self) -> Settings:
        found: Settings = self._obj["settings"]
        return found

    def exists(self) -> bool:
        from assistant.bootstrap import has_store

        self.slot_minuten = self.settings.slot_minuten
        _own_texts(self.settings)
        return has_store(self.settings)

    def warm(self) -> None:
        from assistant.bootstrap import load_ahead

        load_ahead()
        import tui.screens.home
        import tui.screens.interview  # noqa: F401

    def open(self, passphrase: str) -> Assistant:
        from assistant.bootstrap import open_assistant

        self._assistant = open_assistant(self.settings, passphrase)[0]
        return self._assistant

    def create(self, passphrase: str) -> tuple[Assistant, str]:
        from assistant.bootstrap import open_assistant

        self._assistant, code = open_assistant(self.settings, passphrase, create=True)
        return self._assistant, code

    def back_up(self, folder: Path) -> Path:
        """Make an encrypted, checked copy. Raises RuleError (inside the data folder), DossierNotWritten."""
        from assistant.bootstrap import inside_data
        from assistant.errors import RuleError
        from tui.commands.toegang import tekst

        assert self._assistant is not None
        if inside_data(self.settings, folder):
            raise RuleError(tekst("back_up.binnen"), hint=tekst("back_up.binnen_hint"))
        store: Any = self._assistant.store
        made: Path = store.back_up(folder)
        return made

    def change_passphrase(self, now: str, new: str) -> None:
        """Another passphrase for the open file. Raises KeyRejected (`now` opens nothing here), RuleError (too short), DossierLocked."""
        from assistant.errors import KeyRejected

        assert self._assistant is not None
        store: Any = self._assistant.store
        if not store.opens_with(now):
            raise KeyRejected("De wachtzin van nu klopt niet.", hint="De herstelcode mag ook. Er is niets veranderd.")
        store.change_passphrase(new)

    def look_into(self, folder: Path, secret: str) -> tuple[Path, Any]:
        """(the back-up, what is in it). Raises NotThere, RuleError (more than one), KeyRejected, DossierUnreadable."""
        from assistant.bootstrap import backup_in, look_into_backup
        from assistant.errors import NotThere, RuleError
        from tui.commands.toegang import tekst

        found = backup_in(folder)
        if not found:
            raise NotThere(tekst("herstel.geen", map=folder), hint=tekst("herstel.geen_hint"))
        if len(found) > 1:
            names = ", ".join(p.name for p in found[-3:])
            raise RuleError(tekst("herstel.meer", map=folder, namen=names), hint=tekst("herstel.meer_hint"))
        return found[0], look_into_backup(self.settings, found[0], secret)

    def restore(self, backup: Path, secret: str, *, terug: bool = False, reden: str = "") -> Any:
        """Put a back-up in the place of the dossiers that are open. Raises StoreError; then the old ones are open again."""
        from assistant.bootstrap import swap_store

        assert self._assistant is not None
        return swap_store(self.settings, self._assistant, backup, secret, terug=terug, reden=reden)

    def sheets(self) -> Any:
        """Paper from the opened store: every print is logged there, and names are looked for by the Thinker, not in this process."""
        from assistant.bootstrap import build_sheets

        assistant = self._assistant
        if assistant is None:
            return None
        return build_sheets(self.settings, lambda: assistant.store, ask=assistant.thinker.ask)


class DemoOpening(FileOpening):
    """The invented dossier in a folder that is thrown away."""

    asks_passphrase = False

    def __init__(self, obj: Mapping[str, Any], folder: Path) -> None:
        super().__init__(obj, dossier="")
        self._folder = folder
        self.naam = "J. de Wit"

    @property
    def settings(self) -> Settings:
        found: Settings = self._obj["settings"]
        return found.model_copy(update={"gegevens": self._folder, "naam": found.naam or self.naam})

    def exists(self) -> bool:
        self.slot_minuten = self.settings.slot_minuten
        _own_texts(self.settings)
        return True

    def open(self, passphrase: str) -> Assistant:
        import secrets

        from assistant.bootstrap import open_assistant
        from assistant.engine.playing import load_sample

        assistant, _ = open_assistant(self.settings, secrets.token_urlsafe(24), create=True)
        load_sample(assistant)
        self._assistant = assistant
        return assistant


def _own_texts(settings: Settings) -> None:
    """An organisation's own words for the screen, when there are any."""
    if settings.inhoud is None:
        return
    from tui.texts import use

    file = settings.inhoud / "ui" / "nl.toml"
    try:
        use(tomllib.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return
    except (OSError, ValueError) as error:
        from assistant.errors import ContentError

        raise ContentError(f"{file}: dit bestand is niet te lezen ({type(error).__name__}).", hint="Herstel of verwijder het.") from None


def _run(opening: FileOpening) -> None:
    from tui.app import AssistantApp

    app = AssistantApp(opening, theme=_theme_name())
    app.run()
    if app.return_code:
        raise click.exceptions.Exit(5)


@click.command("gesprek")
@click.option("--dossier", metavar="ID", default=None, help="Open dit dossier meteen.")
@click.pass_obj
def gesprek(obj: Mapping[str, Any], dossier: str | None) -> None:
    """Open het scherm: dossiers en gesprek."""
    _run(FileOpening(obj, dossier=dossier))


@click.command("demo")
@click.pass_obj
def demo(obj: Mapping[str, Any]) -> None:
    """Kijk rond in een bedacht dossier; er blijft niets van bewaard."""
    import shutil
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="krachtgesprek-demo-"))
    try:
        _run(DemoOpening(obj, folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


COMMANDS = {"gesprek": gesprek, "demo": demo}
