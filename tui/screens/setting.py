"""tui.screens.setting: where this client is and how they listen; what the program does differently for it."""

from __future__ import annotations

from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from assistant.domain.values import Luisteraar, replace
from assistant.engine.setting import change_setting, extras
from assistant.errors import AssistantError
from tui.bindings import bindings
from tui.screens.desk import Desk
from tui.screens.home import SETTINGS
from tui.texts import t
from tui.widgets.key_bar import KeyBar
from tui.widgets.pick import Pick
from tui.working import work


class SettingScreen(ModalScreen[None]):
    BINDINGS = bindings("formulier", t)
    CSS = """
    SettingScreen .venster { width: 84; height: 92%; }
    SettingScreen Pick { margin: 0 0 1 0; }
    SettingScreen VerticalScroll { height: 1fr; }
    SettingScreen Static { height: auto; }
    """
    hulp = "setting"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._secret_by_setting = False
        """Vrouwenopvang put 'geheime plek' on, and nobody touched that line since."""

    def compose(self) -> ComposeResult:
        d = self.desk.dossier
        settings = [*SETTINGS, *([d.setting] if d.setting and d.setting not in SETTINGS else [])]
        with Vertical(classes="venster") as box:
            box.border_title = Content(t("setting_scherm.titel"))
            yield Pick("setting-waar", t("nieuw.setting"), [(s, t(f"setting.{s}")) for s in settings], d.setting)
            yield Pick("setting-luister", t("nieuw.luisteraar"), [(x.value, t(f"luisteraar.{x.value}")) for x in Luisteraar], d.luisteraar)
            yield Pick(
                "setting-geheim",
                t("setting_scherm.geheim"),
                [("nee", t("netwerk.nee")), ("ja", t("netwerk.ja"))],
                "ja" if d.geheime_locatie else "nee",
            )
            with VerticalScroll():
                yield Static("", id="setting-tekst", markup=False)
            yield Static("", id="setting-melding", classes="fout", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self._show()
        self.query_one("#setting-waar").focus()

    @on(Pick.Changed)
    def _changed(self, event: Pick.Changed) -> None:
        secret = self.query_one("#setting-geheim", Pick)
        if event.pick is secret:
            self._secret_by_setting = self._secret_by_setting and not secret.has_focus
        elif event.pick.id == "setting-waar" and event.value == "vrouwenopvang" and secret.value == "nee":
            self._secret_by_setting = True
            secret.choose("ja")
        elif event.pick.id == "setting-waar" and event.value != "vrouwenopvang" and self._secret_by_setting:
            self._secret_by_setting = False  # the arrow keys only passed by
            secret.choose("nee")
        self._show()

    def _fields(self) -> dict[str, Any]:
        return {
            "setting": self.query_one("#setting-waar", Pick).value,
            "luisteraar": Luisteraar(self.query_one("#setting-luister", Pick).value),
            "geheime_locatie": self.query_one("#setting-geheim", Pick).value == "ja",
        }

    def _show(self) -> None:
        """What would hold with these choices."""
        more = extras(replace(self.desk.dossier, **self._fields()), self.desk.conversation.content)
        parts: list[Any] = (
            [(f"{', '.join(more.namen)}\n\n", "bold $primary")] if more.namen else [(t("setting_scherm.niets"), "$text-muted")]
        )
        parts += [(f"! {h.tekst}\n", "bold") for h in more.herinneringen]
        parts += [f"\n· {n}" for n in more.notities]
        held = [v for v in (self.desk.conversation.content.vraag(i) for i in sorted(more.houd_achter)) if v is not None]
        if held or more.houd_families_achter:
            parts.append((f"\n\n{t('setting_scherm.houd_achter')}\n", "bold $primary"))
            parts += [(f"· {more.wording(v, self.desk.dossier)}\n", "$text-muted") for v in held]
            parts += [(f"· {t('setting_scherm.soort', soort=f)}\n", "$text-muted") for f in sorted(more.houd_families_achter)]
        if more.vervang:
            parts.append((f"\n{t('setting_scherm.anders')}\n", "bold $primary"))
            parts += [(f"· {x.tekst.voor(self.desk.dossier.aanspreekvorm)}\n", "$text-muted") for x in more.vervang.values()]
        self.query_one("#setting-tekst", Static).update(Content.assemble(*parts))

    @work(group="setting", exclusive=True)
    async def action_klaar(self) -> None:
        fields, talk = self._fields(), self.desk.conversation

        def keep() -> None:
            talk.dossier = talk.assistant.save(talk.dossier, change_setting(talk.dossier, **fields))

        try:
            await self.desk.save(keep, always=True)
        except AssistantError as error:
            self.query_one("#setting-melding", Static).update(Content(error.sentence))
            return
        self.dismiss(None)

    def action_weg(self) -> None:
        self.dismiss(None)
