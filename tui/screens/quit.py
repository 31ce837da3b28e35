"""tui.screens.quit: leaving while something typed is not sent yet. The focus is on staying."""

from __future__ import annotations

from tui.screens.confirm import ConfirmScreen
from tui.texts import t


class QuitScreen(ConfirmScreen):
    """`question`: the text that says what becomes of what is open."""

    def __init__(self, question: str = "vraag") -> None:
        super().__init__(t("stoppen.titel"), t(f"stoppen.{question}"), yes=t("stoppen.ja"), no=t("stoppen.nee"))
