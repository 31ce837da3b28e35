"""tui.palette: everything the program can do here, as 'gebied: Werkwoord', found while typing. Only what makes sense now appears."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from textual.command import DiscoveryHit, Hit, Hits, Provider

from tui.bindings import REGISTRY, shown
from tui.texts import t
from tui.themes import THEMES


class EverythingProvider(Provider):
    """The keys of this screen, the keys for everywhere, and the themes."""

    def _commands(self) -> Iterator[tuple[str, str, Callable[[], Any]]]:
        screen, app = self.screen, self.app
        ids = {active.binding.id for active in screen.active_bindings.values() if active.enabled}
        for area, keys in REGISTRY.items():
            for key in keys:
                if key.palette and key.id in ids:
                    run = partial(app.run_action if area == "overal" else screen.run_action, key.action)
                    name = f"{t(f'gebied.{area}')}: {t(f'toets.{key.id}')}"
                    yield name, f"{t(f'uitleg.{key.id}')} ({shown(key.keys.split(',')[0])})", run
        tools: Mapping[str, Callable[[], Any]] = app.tools_for(screen) if hasattr(app, "tools_for") else {}
        for tool, open_it in tools.items():
            yield f"{t('gebied.meer')}: {t(f'meer.{tool}')}", t(f"meer_uitleg.{tool}"), open_it
        for theme in THEMES:
            if theme.name != app.theme:
                yield f"{t('gebied.beeld')}: {t(f'thema.{theme.name}')}", t("palet.thema"), partial(setattr, app, "theme", theme.name)

    async def discover(self) -> Hits:
        for name, what, run in self._commands():
            yield DiscoveryHit(name, run, help=what)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        found = False
        for name, what, run in self._commands():
            score = max(matcher.match(name), matcher.match(what) * 0.9)
            if score > 0:
                found = True
                yield Hit(score, matcher.highlight(name), run, help=what)
        if not found:  # Textual's own line for this is English
            yield Hit(0.01, t("palet.niets"), lambda: None, help=t("palet.niets_uitleg"))
