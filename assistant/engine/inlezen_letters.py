"""assistant.engine.inlezen_letters: the wrapping of a letter or mail around a plan: greeting, head, signature, older mails.

In:    the lines of a document, one after another.   Out: per line whether it belongs to the wrapping; and whether this is a letter at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.engine.inlezen_words import Words

_LETTER = re.compile(r"^(?:geachte|beste|hoi|hallo|dag|lieve)\b[^.!?:]{0,50},$|^goede(?:morgen|middag)\b[^.!?:]{0,50},?$", re.IGNORECASE)
_GREETING = re.compile(
    r"^(?:(?:met )?(?:vriendelijke|hartelijke) groet(?:en)?|groet(?:en|jes)?(?=\s*[,\n]|$|\s+[A-ZÀ-Þ])|mvg|hoogachtend)\b[^.:?]{0,60}$",
    re.IGNORECASE,
)
"""The end of a letter: below it stands who wrote it, and often an older letter."""
_EARLIER_MAIL = re.compile(r"^(?:op .{6,60} schreef .{2,80}:|-{2,}\s*(?:oorspronkelijk|doorgestuurd)\b)", re.IGNORECASE)
_MAIL_HEAD = re.compile(r"^(?:van|aan|cc|bcc|verzonden|onderwerp|betreft)\s*:\s+\S", re.IGNORECASE)
_BLANK_FIELD = re.compile(r"^[^:]{2,50}:\s*[_.…]{3,}\s*$")
"""'Handtekening cliënt: ______': room to write, with nothing written."""


class Letter:
    """What was seen of a letter so far.

    Args:
        is_heading: whether a line is a heading of the document; one ends what stands below a greeting.
    """

    def __init__(self, words: Words, is_heading: Callable[[str], bool]) -> None:
        self.words = words
        self.is_heading = is_heading
        self.seen = self.ended = False
        """Whether this is a letter, in which 'ik' is who wrote it, and whether its greeting was read."""

    def wraps(self, text: str) -> bool:
        """Whether a line belongs to the wrapping of a letter or mail. That is no plan, and 'ik' in it is not the client."""
        self.seen = self.seen or bool(_LETTER.match(text) or _MAIL_HEAD.match(text))
        if _GREETING.match(text) or _EARLIER_MAIL.match(text):
            self.ended = self.seen = True
        if _BLANK_FIELD.match(text) and not self.words.kind(text.split(":")[0]):
            return True
        head = _MAIL_HEAD.match(text) and not self.words.area(text.partition(":")[2])
        if self.ended and self.is_heading(text) and not text.startswith(">"):
            self.ended = False  # a plan below the letter
            return False
        return bool(self.ended or head or _LETTER.match(text))
