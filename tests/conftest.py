"""Quiet machine for every test: fixed time zone, no network but loopback, no language model, numeric libraries on one thread."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ["LANG"] = "C.UTF-8"
os.environ["TZ"] = "Europe/Amsterdam"
if hasattr(time, "tzset"):
    time.tzset()
_PICTURES = {n: v for n, v in os.environ.items() if n == "TEXTUAL_SNAPSHOT_TEMPDIR" and "PYTEST_XDIST_WORKER" in os.environ}
for name in [n for n in os.environ if n.startswith(("KRACHTGESPREK_", "TEXTUAL_"))]:
    del os.environ[name]

import pytest  # noqa: E402 - the environment is made quiet first

import tui.cli  # noqa: E402, F401 - importing it scrubs TEXTUAL_ names: once, before pytest's snapshot plugin sets one it needs at the end

os.environ.update(_PICTURES)  # beside another process of the same run the plugin has set it already, before this file was read


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Any connection to another machine fails the test."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if self.family in (socket.AF_INET, socket.AF_INET6) and host not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test wanted the network: {host}")
        real(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)
    yield
