"""tui.commands.toegang: what the commands on dossiers share: their texts, the passphrase, the opened store, finding a dossier.

The passphrase comes from a file descriptor (KRACHTGESPREK_WACHTWOORD_FD, one per line) or is asked on the terminal: never an argument,
never an environment value.
"""

from __future__ import annotations

import json
import os
import sys
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant.domain.audit import SETTING as TEAM_AUDIT
from assistant.domain.values import clean_text
from assistant.errors import AssistantError, DossierNotFound, RuleError
from tui.texts import flatten

if TYPE_CHECKING:
    from assistant.settings import Settings

FD = "KRACHTGESPREK_WACHTWOORD_FD"


class WrongUse(AssistantError):
    title = "Verkeerd gebruikt"
    exit_code = 2


@lru_cache(maxsize=1)
def _texts() -> dict[str, str]:
    path = Path(__file__).resolve().parents[2] / "prompts" / "ui" / "beheer.toml"
    return flatten(tomllib.loads(path.read_text(encoding="utf-8")))


def tekst(key: str, **values: object) -> str:
    """The text at `key` of prompts/ui/beheer.toml, values filled in literally."""
    text = _texts().get(key, key)
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value))
    return text


def say(key: str, *, err: bool = False, **values: object) -> None:
    """One line for a person; what could steer a terminal is taken out."""
    click.echo(clean_text(tekst(key, **values)), err=err)


def out_json(value: Mapping[str, Any]) -> None:
    text = json.dumps(value, ensure_ascii=False)
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError:
        data = json.dumps(value).encode("ascii")
    sys.stdout.buffer.write(data + b"\n")
    sys.stdout.buffer.flush()


def yes(key: str, **values: object) -> bool:
    """A question for a person, answered with ja or nee; only Enter is no. Asked on stderr, so that stdout stays what it is."""
    question = clean_text(tekst(key, **values))
    while True:
        answer = click.prompt(f"{question} {tekst('vraag.ja_nee')}", default="", show_default=False, err=True).strip().lower()
        if answer in ("", "n", "nee"):
            return False
        if answer in ("j", "ja"):
            return True


# -- the passphrase ------------------------------------------------------------------------------


class Secrets:
    """Asks for passphrases, in order. From a descriptor they are read as lines, all at once."""

    def __init__(self, environ: Mapping[str, str] | None = None) -> None:
        self._environ = os.environ if environ is None else environ
        self._lines: list[str] | None = None

    @property
    def scripted(self) -> bool:
        return FD in self._environ

    def ask(self, key: str) -> str:
        """Raises WrongUse when there is neither a descriptor nor a terminal."""
        if self.scripted:
            return self._next()
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            raise WrongUse(tekst("wachtzin.geen_terminal"), hint=tekst("wachtzin.geen_terminal_hint"))
        answer: str = click.prompt(tekst(key), hide_input=True, err=True, default="", show_default=False)
        return answer

    def ask_new(self) -> str:
        """A new passphrase; on a terminal it is asked twice. Raises RuleError when the two differ."""
        first = self.ask("wachtzin.nieuw")
        if not self.scripted and self.ask("wachtzin.nogmaals") != first:
            raise RuleError(tekst("wachtzin.ongelijk"), hint=tekst("wachtzin.ongelijk_hint"))
        return first

    def _next(self) -> str:
        if self._lines is None:
            try:
                with os.fdopen(os.dup(int(self._environ[FD])), "rb") as file:
                    raw = file.read(65536)
            except (ValueError, OSError):
                raise WrongUse(tekst("wachtzin.fd_fout"), hint=tekst("wachtzin.geen_terminal_hint")) from None
            self._lines = [line.decode("utf-8", "surrogateescape").rstrip("\r") for line in raw.split(b"\n")]
            if self._lines and self._lines[-1] == "":
                self._lines.pop()
        if not self._lines:
            raise WrongUse(tekst("wachtzin.fd_leeg"), hint=tekst("wachtzin.geen_terminal_hint"))
        return self._lines.pop(0)


@contextmanager
def opened(settings: Settings, secrets: Secrets | None = None, *, key: str = "wachtzin.vraag") -> Iterator[Any]:
    """The store, opened with the passphrase that is asked. What the store noticed at opening goes to stderr.

    Raises: NotThere when there is no store yet, KeyRejected and other StoreErrors.
    """
    from assistant.bootstrap import has_store, open_store

    if not has_store(settings):
        raise DossierNotFound(tekst("wachtzin.geen_winkel"), hint=tekst("wachtzin.geen_winkel_hint"))
    store = open_store(settings, (secrets or Secrets()).ask(key))
    try:
        if store.waarschuwing:
            click.echo(clean_text(store.waarschuwing), err=True)
        yield store
    finally:
        store.close()


def about_a_client(dossier: Any) -> None:
    """Raises RuleError for the audit of a team: there is no client in it, and no sheet for one can be made."""
    if dossier.setting == TEAM_AUDIT:
        raise RuleError(tekst("dossier.is_audit"), hint=tekst("dossier.is_audit_hint"))


def find(store: Any, wanted: str) -> str:
    """The id of the dossier with this id or code. Raises DossierNotFound, WrongUse (a code that occurs twice)."""
    found = store.list()
    if any(s.id == wanted for s in found):
        return wanted
    same = [s.id for s in found if s.code.lower() == wanted.strip().lower()]
    if len(same) == 1:
        return str(same[0])
    if same:
        raise WrongUse(tekst("dossier.dubbel", id=wanted), hint=tekst("dossier.dubbel_hint"))
    raise DossierNotFound(tekst("dossier.niet_gevonden", id=wanted), hint=tekst("dossier.niet_gevonden_hint"))


def who(settings: Settings) -> str:
    """The name for the access log."""
    return settings.naam or "begeleider"
