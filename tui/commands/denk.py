"""tui.commands.denk: the helper process of the screen. Not for people."""

from __future__ import annotations

import click


@click.command("denk", hidden=True)
@click.pass_obj
def denk(obj: dict[str, object]) -> None:
    """Beantwoord vragen van het scherm tot de invoer sluit."""
    from assistant.bootstrap import serve_child
    from assistant.settings import Settings

    settings = obj["settings"]
    assert isinstance(settings, Settings)
    serve_child(settings)


COMMANDS = {"denk": denk}
