"""assistant.domain.values: the small words everything else is made of.

Frozen is the base of every value; `replace` makes a changed copy and validates it again (model_copy would not).
Enumerations carry the values of `contract.md` literally: they are stored, exported and measured under these names.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from enum import StrEnum
from typing import Any, NewType, Self, TypeVar

from pydantic import BaseModel, ConfigDict

LeefgebiedId = NewType("LeefgebiedId", str)
DossierId = NewType("DossierId", str)
UitingId = NewType("UitingId", str)

MAX_ANSWER_CHARS = 200_000
"""Longest answer kept whole. Our own choice: about a hundred typed pages; more is a pasted document and belongs elsewhere."""


class Frozen(BaseModel):
    """Base of all values. Unknown fields are refused; an error text never repeats the input (it may be a client's words)."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    def replace(self, **changes: Any) -> Self:
        """Return a copy with `changes`, validated again from scratch."""
        return replace(self, **changes)


T = TypeVar("T", bound=BaseModel)


def replace(value: T, **changes: Any) -> T:
    """Return `value` with `changes` applied and every rule checked again."""
    data = {name: getattr(value, name) for name in type(value).model_fields}
    data.update(changes)
    return type(value).model_validate(data)


class KrachtVorm(StrEnum):
    IK_BEN = "ik_ben"
    IK_KAN = "ik_kan"
    IK_HEB = "ik_heb"
    IK_WIL = "ik_wil"
    IK_WEET = "ik_weet"

    @property
    def stam(self) -> str:
        """The sentence stem as people say it: 'ik ben'."""
        return self.value.replace("_", " ")


class Tijd(StrEnum):
    VERLEDEN = "verleden"
    HEDEN = "heden"
    TOEKOMST = "toekomst"


class Plek(StrEnum):
    PERSOON = "persoon"
    OMGEVING = "omgeving"


class HulpbronSoort(StrEnum):
    PERSOON = "persoon"
    PLAATS = "plaats"
    ORGANISATIE = "organisatie"
    DIER = "dier"
    DING = "ding"


class Aard(StrEnum):
    NATUURLIJK = "natuurlijk"
    PROFESSIONEEL = "professioneel"


class Aanspreekvorm(StrEnum):
    JE = "je"
    U = "u"


_JE = re.compile(r"\b(?:je|jij|jou|jouw|jezelf)\b", re.IGNORECASE)
_U = re.compile(r"\b(?:u|uw|uzelf)\b", re.IGNORECASE)


def aangesproken(zin: str) -> Aanspreekvorm | None:
    """How a line speaks to the other; None when it does not say. With both, je: it is said to a person more often than about people."""
    return Aanspreekvorm.JE if _JE.search(zin) else Aanspreekvorm.U if _U.search(zin) else None


class Luisteraar(StrEnum):
    STANDAARD = "standaard"
    TWEEDE_TAAL = "tweede_taal"
    LVB = "lvb"
    JONGERE = "jongere"
    OUDER = "ouder"


class Herkomst(StrEnum):
    """Who first put a kracht, hulpbron or actie on the table."""

    CLIENT = "client"
    BEGELEIDER = "begeleider"
    HERKEND = "herkend"
    REGELS = "regels"
    MODEL = "model"


_INVISIBLE = dict.fromkeys(
    (
        *range(0x09),
        0x0B,
        0x0C,
        *range(0x0E, 0x20),
        0x7F,
        *range(0x80, 0xA0),
        0x200B,
        0x200E,
        0x200F,
        *range(0x2028, 0x202F),
        *range(0x2060, 0x2070),
        0xFEFF,
        *range(0xD800, 0xE000),
        *range(0xE0000, 0xE0080),
    )
)


def clean_text(text: str) -> str:
    """Return `text` fit to keep and to show: NFC, Unix line ends, no control characters.

    ESC becomes the visible sign ␛ (U+241B), so that a reader sees that something stood there; other control and direction
    characters are dropped. Zero-width joiners stay: emoji and some scripts need them. Words are never changed.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x1b", "\u241b")
    return unicodedata.normalize("NFC", text.translate(_INVISIBLE))


class Uiting(Frozen):
    """What a client said, verbatim. Never rewritten: a correction is a new Uiting that points at the old one."""

    id: UitingId
    tekst: str
    """The client's words after `clean_text`. Not empty."""
    leefgebied: LeefgebiedId | None = None
    """None: told outside any leefgebied (for example a story typed in one go)."""
    vraag_id: str | None = None
    """Id of the voorbeeldvraag or doorvraag. None: told without a question."""
    vraag_tekst: str = ""
    """The question as it stood on the screen, so that a later change of content never changes the past."""
    op: datetime
    """Moment of saving, UTC."""
    verbetert: UitingId | None = None
    """The earlier uiting this one stands in for. The earlier one stays readable."""
    ingetrokken: bool = False
    """True: the client took it back; it counts nowhere, but stays until it is erased."""
