"""assistant.bootstrap: from Settings to working parts. The only module that names adapters.

`build_mind` wires everything that thinks (used by the command line in its own process, and by the helper process);
`open_assistant` wires what a screen holds: the store, and a Thinker that runs in a helper process.
Nothing heavy is imported here; each builder imports what it needs when it is first asked.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from typing import Any

from assistant.adapters.child_process import ChildThinker, serve
from assistant.adapters.system import RandomIds, SystemClock
from assistant.adapters.text_files import ContentFiles
from assistant.engine.content import Content
from assistant.engine.mind import Handler, Mind
from assistant.engine.ports import DossierStore, Thinker
from assistant.settings import Settings

__all__ = ["build_content", "build_mind", "child_thinker", "serve_child"]


def build_content(settings: Settings) -> Content:
    """The editable content: ours, or the organisation's own files where they exist."""
    return Content(ContentFiles(settings.inhoud))


def build_mind(settings: Settings) -> Mind:
    """Everything that can be asked, in this process. Building is cheap; loading happens on first use."""
    content = build_content(settings)
    builders: dict[str, Callable[[], Handler]] = {}
    _ = content
    return Mind(builders)


def child_thinker(settings: Settings) -> ChildThinker:
    """A Thinker in a helper process, started when first asked. Settings travel in the environment, never client words."""
    env = dict(os.environ)
    for name in Settings.model_fields:
        value: Any = getattr(settings, name)
        if value is not None and value != "":
            env[f"KRACHTGESPREK_{name.upper()}"] = str(value)
    return ChildThinker([sys.executable, "-m", "tui", "denk"], env=env)


def serve_child(settings: Settings) -> None:
    """The helper process: answer until stdin closes."""
    mind = build_mind(settings)
    serve(lambda what, payload: mind.ask(what, payload))


def _typing_only(store: DossierStore, thinker: Thinker, clock: SystemClock, ids: RandomIds, data: Mapping[str, Any]) -> None:
    """Keeps the shapes checked until the first screen is wired."""
