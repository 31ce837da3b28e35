"""assistant.adapters.child_process: the Thinker in a process of its own.

Why a process: heavy imports in a thread stall the keyboard for up to a second, a damaged Chroma store can kill or hang its process,
and a request can be given up after its time. The talk is one JSON object a line over the child's stdin and stdout.
"""

from __future__ import annotations

import json
import logging
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from typing import IO, Any

from assistant import errors
from assistant.errors import AssistantError, ThinkerUnavailable

log = logging.getLogger(__name__)

_LONG = frozenset(("warm", "index", "warm-zoek", "corpus-bouw", "corpus-voeg-toe", "corpus-verwijder", "corpus-controleer", "corpus-stand"))
_SOURCES = frozenset(("zoek", "leidraad", "passage", "corpus-lijst", "corpus-document"))
_WRITING = frozenset(("stel-voor", "stel-voor-inkijk", "toets", "tekst", "plan-inlezen"))
_HINT = "Het gesprek gaat gewoon door. Kies `dokter` als dit blijft."


class _Pending:
    def __init__(self) -> None:
        self.done = threading.Event()
        self.answer: dict[str, Any] | None = None


class ChildThinker:
    """Thinker that starts `command` when first needed and again when it dies.

    Args:
        command: the helper's command line; it must speak the protocol of `serve`.
        restarts: how often it may die within a minute before asking gives up at once.
    """

    def __init__(self, command: list[str], *, restarts: int = 3, env: Mapping[str, str] | None = None) -> None:
        self._command = command
        self._env = dict(env) if env is not None else None
        self._restarts = restarts
        self._deaths: list[float] = []
        self._process: subprocess.Popen[bytes] | None = None
        self._pending: dict[int, _Pending] = {}
        self._next = 0
        self._lock = threading.RLock()
        self._closed = False

    def start(self) -> None:
        with self._lock:
            self._ensure()

    def _ensure(self) -> subprocess.Popen[bytes]:
        if self._closed:
            raise ThinkerUnavailable("Het programma sluit af.")
        if self._process is not None and self._process.poll() is None:
            return self._process
        now = time.monotonic()
        self._deaths = [at for at in self._deaths if now - at < 60]
        if len(self._deaths) >= self._restarts:
            raise ThinkerUnavailable("Meedenken lukt nu niet: het hulpproces stopt steeds.", hint=_HINT)
        try:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=self._env,
                start_new_session=os.name == "posix",
            )
        except OSError as error:
            self._deaths.append(now)
            raise ThinkerUnavailable("Het hulpproces start niet.", hint=_HINT, details=type(error).__name__) from None
        assert self._process.stdout is not None
        threading.Thread(target=self._read, args=(self._process, self._process.stdout), daemon=True, name="denker").start()
        self._warm(self._process)
        return self._process

    def _warm(self, process: subprocess.Popen[bytes]) -> None:
        """Let the helper load what a conversation needs, beside its questions. Nobody waits for the answer (id 0)."""
        try:
            assert process.stdin is not None
            process.stdin.write(b'{"id": 0, "wat": "warm", "in": {}}\n')
            process.stdin.flush()
        except OSError:
            pass  # it died at once: the first question says so

    def _read(self, process: subprocess.Popen[bytes], stream: IO[bytes]) -> None:
        for line in stream:
            try:
                message = json.loads(line)
                waiting = self._pending.pop(message["id"], None)
            except (ValueError, KeyError, TypeError):
                continue
            if waiting is not None:
                waiting.answer = message
                waiting.done.set()
        process.wait()
        with self._lock:
            if self._process is process:
                self._process = None
                if not self._closed:
                    self._deaths.append(time.monotonic())
                    log.warning("denker_gestopt", extra={"exit_code": process.returncode})
            gone, self._pending = self._pending, {}
        for waiting in gone.values():
            waiting.done.set()

    def ask(self, what: str, payload: Mapping[str, Any], *, timeout_s: float = 30.0) -> dict[str, Any]:
        for attempt in (1, 2):
            with self._lock:
                process = self._ensure()
                self._next += 1
                number, waiting = self._next, _Pending()
                self._pending[number] = waiting
                line = json.dumps({"id": number, "wat": what, "in": dict(payload)}, ensure_ascii=False).encode() + b"\n"
                try:
                    assert process.stdin is not None
                    process.stdin.write(line)
                    process.stdin.flush()
                except OSError:
                    self._pending.pop(number, None)
                    self._process = None
                    continue
            if not waiting.done.wait(timeout_s):
                self._pending.pop(number, None)
                raise ThinkerUnavailable(
                    "Het antwoord duurt te lang.", hint="Probeer het zo nog eens; het gesprek gaat gewoon door.", details=what
                )
            if waiting.answer is None:
                if attempt == 1:
                    continue  # the helper died under this question: once more with a new one
                break
            if "fout" in waiting.answer:
                raise _error_from(waiting.answer["fout"])
            out: dict[str, Any] = waiting.answer["uit"]
            return out
        raise ThinkerUnavailable("Het hulpproces is gestopt tijdens deze vraag.", hint=_HINT, details=what)

    def close(self) -> None:
        self._closed = True
        with self._lock:
            process, self._process = self._process, None
        if process is not None and process.poll() is None:
            try:
                assert process.stdin is not None
                process.stdin.close()
                process.wait(timeout=1.0)
            except (OSError, subprocess.TimeoutExpired):
                process.kill()


def _error_from(data: Mapping[str, str]) -> AssistantError:
    kind = getattr(errors, data.get("soort", ""), None)
    if not (isinstance(kind, type) and issubclass(kind, AssistantError)):
        kind = AssistantError
    return kind(data.get("bericht", ""), hint=data.get("hint", ""))


def serve(ask: Callable[[str, dict[str, Any]], dict[str, Any]]) -> None:
    """The helper's side: answer requests from stdin until it closes. Stray prints of libraries go nowhere.

    A parent that is gone closes our stdin, so the helper never outlives the screen.
    """
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 (for the whole life of the process)
    lock = threading.Lock()

    def answer(message: dict[str, Any]) -> None:
        try:
            reply: dict[str, Any] = {"id": message["id"], "uit": ask(message["wat"], message["in"])}
        except AssistantError as error:
            reply = {"id": message["id"], "fout": {"soort": type(error).__name__, "bericht": error.message, "hint": error.hint}}
        except Exception:
            code = f"D-{os.getpid()}"
            log.exception("denker_fout", extra={"wat": message.get("wat", ""), "code": code})
            reply = {
                "id": message["id"],
                "fout": {"soort": "ThinkerUnavailable", "bericht": f"Er ging iets mis bij het meedenken (code {code}).", "hint": _HINT},
            }
        with lock:
            out.write(json.dumps(reply, ensure_ascii=False).encode() + b"\n")
            out.flush()

    lanes: dict[str, queue.SimpleQueue[dict[str, Any]]] = {}

    def lane(name: str) -> queue.SimpleQueue[dict[str, Any]]:
        """Questions of one lane are answered in order, beside those of the others: a first search that loads never holds up listening."""
        if name not in lanes:
            waiting: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
            lanes[name] = waiting

            def work() -> None:
                while True:
                    answer(waiting.get())

            threading.Thread(target=work, daemon=True, name=f"baan-{name}").start()
        return lanes[name]

    for raw in sys.stdin.buffer:
        try:
            message = json.loads(raw)
        except ValueError:
            continue
        what = message.get("wat")
        if what in _LONG:  # long work beside short questions
            threading.Thread(target=answer, args=(message,), daemon=True).start()
        else:
            lane("bronnen" if what in _SOURCES else "opstellen" if what in _WRITING else "luisteren").put(message)
