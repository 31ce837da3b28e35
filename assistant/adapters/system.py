"""assistant.adapters.system: the machine's clock and fresh ids."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def _base32(number: int, length: int) -> str:
    out = []
    for _ in range(length):
        number, digit = divmod(number, 32)
        out.append(_ALPHABET[digit])
    return "".join(reversed(out))


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class RandomIds:
    """Ids that sort by time: kind-<milliseconds><random>. They say nothing about a person."""

    def __init__(self, clock: SystemClock | None = None) -> None:
        self._clock = clock or SystemClock()

    def new(self, kind: str) -> str:
        ms = int(self._clock.now().timestamp() * 1000)
        return f"{kind}-{_base32(ms, 9)}{_base32(secrets.randbits(40), 8)}"
