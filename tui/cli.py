"""tui.cli: the command `krachtgesprek`. Without a command it opens the screen; every command word is Dutch.

Exit codes: 0 done · 1 done, and something needs attention · 2 wrong use · 3 the data could not be read · 4 a named thing does not exist · 5 internal error.
With --json stdout holds JSON only; messages go to stderr.
"""

from __future__ import annotations

import importlib
import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tui.safety import prepare_process

prepare_process()

import click  # noqa: E402 - the environment is made safe first

from assistant.errors import AssistantError  # noqa: E402

log = logging.getLogger(__name__)

COMMANDS = {
    # name -> module under tui.commands; imported only when the command is used, so that --help and `tekst` stay quick
    "gesprek": "scherm",
    "demo": "scherm",
    "denk": "denk",
    "speel": "spelen",
    "zoek": "zoeken",
    "corpus": "corpus",
    "herken": "oordelen",
    "doorvraag": "oordelen",
    "stel-voor": "oordelen",
    "toets": "oordelen",
    "coach": "oordelen",
    "maskeer": "oordelen",
    "tekst": "oordelen",
    "oefen": "oefenen",
    "dossier": "dossiers",
    "druk-af": "papier",
    "dokter": "dokter",
}
HIDDEN = {"denk"}


class Given(dict[str, Any]):
    """What every command gets: obj["json"] and obj["settings"]. Settings are read when first asked for; the screen paints before that."""

    def __init__(self, values: dict[str, Any], **given: Any) -> None:
        super().__init__(values)
        self._given = given

    def __missing__(self, key: str) -> Any:
        if key != "settings":
            raise KeyError(key)
        from assistant.logbook import set_up
        from assistant.settings import load_settings

        settings = load_settings(**self._given)
        set_up(settings.gegevens / "logboek")
        self["settings"] = settings
        return settings


class Group(click.Group):
    """Commands by name, each from its own module, imported when asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name in COMMANDS if name not in HIDDEN]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        try:
            module = importlib.import_module(f"tui.commands.{COMMANDS[cmd_name]}")
        except ModuleNotFoundError as error:
            if error.name != f"tui.commands.{COMMANDS[cmd_name]}":
                raise
            return None
        found: click.Command = module.COMMANDS[cmd_name]
        return found


@click.group(cls=Group, invoke_without_command=True, context_settings={"help_option_names": ["--help", "-h"], "auto_envvar_prefix": None})
@click.option(
    "--gegevens",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    metavar="MAP",
    help="Gegevensmap (dossiers, eigen boeken, index).",
)
@click.option("--json", "as_json", is_flag=True, help="Alleen JSON op de uitvoer.")
@click.option("--zonder-model", is_flag=True, default=None, help="Gebruik nooit een taalmodel.")
@click.version_option(package_name="krachtgesprek", prog_name="krachtgesprek", message="%(prog)s %(version)s", help="Toon de versie.")
@click.pass_context
def cli(ctx: click.Context, gegevens: Path | None, as_json: bool, zonder_model: bool | None) -> None:
    """Krachtgesprek: hulp bij de krachteninventarisatie, met de cliënt aan het stuur."""
    ctx.obj = Given({"json": as_json}, gegevens=gegevens, zonder_model=zonder_model)
    if ctx.invoked_subcommand in (None, "gesprek"):
        ctx.call_on_close(_hush_terminal())
    if ctx.invoked_subcommand is None:
        command = cli.get_command(ctx, "gesprek")
        assert command is not None
        ctx.invoke(command)


def _hush_terminal() -> Callable[[], None]:
    """Stop the terminal from repeating keys until the screen has taken it over; gives back what undoes that.

    On a slow machine the screen comes after a second or two. Whoever types the passphrase already would leave it readable in the
    terminal, also after the program has ended.
    """
    try:
        import termios

        fd = sys.stdin.fileno()
        before = termios.tcgetattr(fd)
        quiet = [*before]
        quiet[3] &= ~termios.ECHO
        termios.tcsetattr(fd, termios.TCSANOW, quiet)
    except Exception:  # noqa: BLE001 - no terminal, or not on this system: then nothing is repeated by it either
        return lambda: None

    def undo() -> None:
        try:
            termios.tcsetattr(fd, termios.TCSADRAIN, before)
        except Exception:  # noqa: BLE001 - the window was closed meanwhile
            return

    return undo


def main(argv: list[str] | None = None) -> None:
    """Run, and turn every failure into one clear Dutch sentence and an exit code."""
    from tui.commands.dutch import dutch_click

    dutch_click()
    logging.lastResort, logging.raiseExceptions = None, False  # before the log is set up, a traceback would go to the terminal (P14)
    code: Any = 0
    try:
        code = cli.main(args=argv, prog_name="krachtgesprek", standalone_mode=False)
    except click.exceptions.Exit as stop:
        code = stop.exit_code
    except click.Abort:
        code = 130
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except AssistantError as error:
        from assistant.domain.values import clean_text

        print(clean_text(f"{error.title}: {error.sentence}"), file=sys.stderr)  # a file name may hold what steers a terminal
        code = error.exit_code
    except BrokenPipeError:
        code = 0  # the reader of a pipe has gone; nothing to tell
    except KeyboardInterrupt:
        code = 130
    except Exception:
        from assistant.logbook import incident_code

        incident = incident_code()
        log.exception("interne_fout", extra={"code": incident})
        print(
            f"Er ging iets mis in het programma (code {incident}). Uw gegevens zijn bewaard. Draai `krachtgesprek dokter`.", file=sys.stderr
        )
        code = 5
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
