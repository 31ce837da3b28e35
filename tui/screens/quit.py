"""tui.screens.quit: leaving while something typed is not sent yet. The focus is on staying."""

from __future__ import annotations

from tui.screens.confirm import ConfirmScreen
from tui.texts import t


class QuitScreen(ConfirmScreen):
    def __init__(self) -> None:
        super().__init__(t("stoppen.titel"), t("stoppen.vraag"), yes=t("stoppen.ja"), no=t("stoppen.nee"))
