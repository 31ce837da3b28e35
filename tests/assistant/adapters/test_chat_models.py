"""The language model door against real servers on loopback: a good one, clumsy ones, and the nine hostile ones of promise P22."""

from __future__ import annotations

import gzip
import json
import resource
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from assistant.adapters.chat_models import ChatModel, DraftPrompts, is_loopback
from assistant.domain.values import Frozen
from assistant.errors import ModelError, ModelUnavailable, ReplyRejected, SettingsError

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
KEY = "sleutel-die-thuis-blijft"


class Answer(Frozen):
    woord: str


Behave = Callable[[socket.socket, bytes], None]


@contextmanager
def server(behave: Behave) -> Iterator[str]:
    """A server on 127.0.0.1 that does `behave(connection, request)` for every connection."""
    listener = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def one(conn: socket.socket) -> None:
        try:
            conn.settimeout(10)
            data = b""
            while b"\r\n\r\n" not in data:
                data += conn.recv(65536) or b"\r\n\r\n"
            head, _, body = data.partition(b"\r\n\r\n")
            length = next((int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")), 0)
            while len(body) < length:
                body += conn.recv(65536)
            behave(conn, head + b"\r\n\r\n" + body)
        except OSError:
            pass
        finally:
            conn.close()

    def loop() -> None:
        while not stop.is_set():
            try:
                conn, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=one, args=(conn,), daemon=True).start()

    threading.Thread(target=loop, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
    finally:
        stop.set()
        listener.close()


def send(conn: socket.socket, body: bytes, status: bytes = b"200 OK") -> None:
    conn.sendall(b"HTTP/1.1 " + status + b"\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body)


def completion(content: str) -> bytes:
    choice = {"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": "stop"}
    return json.dumps({"id": "x", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}).encode()


def ask(url: str, seconds: float = 5.0) -> Frozen:
    return ChatModel(url, "m", key=KEY).reply(system="Antwoord in JSON.", user="Zeg iets.", schema=Answer, timeout_s=seconds)


@pytest.fixture(autouse=True, scope="module")
def warm() -> None:
    """Import langchain once: a first import takes seconds and is no part of any deadline under test."""
    with server(lambda conn, request: send(conn, completion('{"woord": "ja"}'))) as url:
        ask(url, 60.0)


def test_a_good_server_gives_a_validated_value_and_gets_the_schema() -> None:
    seen: list[bytes] = []

    def behave(conn: socket.socket, request: bytes) -> None:
        seen.append(request)
        send(conn, completion('```json\n{"woord": "koffie"}\n```'))

    with server(behave) as url:
        assert ask(url) == Answer(woord="koffie")
    body = json.loads(seen[0].split(b"\r\n\r\n", 1)[1])
    assert body["response_format"]["type"] == "json_schema"
    assert body["messages"][0]["role"] == "system"
    assert b"x-stainless" not in seen[0].lower()
    assert b"accept-encoding: identity" in seen[0].lower()


def test_a_server_without_schemas_is_asked_again_without() -> None:
    calls: list[bytes] = []

    def behave(conn: socket.socket, request: bytes) -> None:
        calls.append(request)
        if b"response_format" in request:
            send(conn, b'{"error": {"message": "unknown field"}}', b"400 Bad Request")
        else:
            send(conn, completion('{"woord": "thee"}'))

    with server(behave) as url:
        assert ask(url) == Answer(woord="thee")
    assert len(calls) == 2


def test_a_second_question_never_goes_over_the_connection_of_the_first() -> None:
    ports: list[int] = []

    def behave(conn: socket.socket, request: bytes) -> None:
        ports.append(conn.getpeername()[1])
        if b"response_format" in request:
            send(conn, b'{"error": {"message": "unknown field"}}', b"400 Bad Request")
            time.sleep(0.3)  # still open when the second question comes
        else:
            send(conn, completion('{"woord": "thee"}'))

    with server(behave) as url:
        assert ask(url) == Answer(woord="thee")
    assert len(set(ports)) == 2


@pytest.mark.parametrize("content", ["", "Natuurlijk! Hier is een voorstel.", "{", '{"woord": 3}', '{"ander": "x"}', "[]", "{" * 5000])
def test_an_answer_that_breaks_the_shape_is_rejected_without_its_words(content: str) -> None:
    with server(lambda conn, request: send(conn, completion(content))) as url, pytest.raises(ReplyRejected) as caught:
        ask(url)
    assert not content or content[:12] not in caught.value.sentence + caught.value.details


def _forever(conn: socket.socket, data: bytes, pause: float = 0.0) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        conn.sendall(data)
        time.sleep(pause)


def hostile(case: str, elsewhere: str = "") -> Behave:
    def behave(conn: socket.socket, request: bytes) -> None:
        if case == "hang":
            time.sleep(20)
        elif case == "trickle":
            conn.sendall(HEAD + b"\r\n")
            _forever(conn, b" ", 0.5)
        elif case == "trickled head":
            _forever(conn, b"H", 0.5)
        elif case == "flood":
            conn.sendall(HEAD + b"\r\n")
            _forever(conn, b'{"choices":[{"message":{"content":"' + b"y" * 65536 + b'"}}]}\n')
        elif case == "endless line":
            conn.sendall(HEAD + b"\r\n")
            _forever(conn, b"z" * 65536)
        elif case == "cut":
            conn.sendall(HEAD + b'Content-Length: 9999\r\n\r\n{"cho')
        elif case == "error 500":
            send(conn, b"nee", b"500 X")
        elif case == "not http":
            conn.sendall(b"\x00\xff\xfe\x1b]52;c;AA\x07not http")
        elif case == "redirect":
            conn.sendall(f"HTTP/1.1 307 X\r\nLocation: {elsewhere}/chat\r\nContent-Length: 0\r\n\r\n".encode())
        elif case == "gzip flood":
            conn.sendall(HEAD + b"Content-Encoding: gzip\r\n\r\n")
            _forever(conn, gzip.compress(bytes(8 << 20)))

    return behave


@pytest.mark.parametrize(
    "case", ["hang", "trickle", "trickled head", "flood", "endless line", "cut", "error 500", "not http", "redirect", "gzip flood"]
)
def test_a_hostile_server_never_holds_up_the_conversation(case: str) -> None:
    leaked: list[bytes] = []
    deadline = 1.5
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with server(lambda conn, request: leaked.append(request)) as elsewhere, server(hostile(case, elsewhere)) as url:
        start = time.monotonic()
        with pytest.raises(ModelError) as caught:
            ask(url, deadline)
        took = time.monotonic() - start
    assert took <= deadline + 1
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 <= 50
    assert leaked == []
    assert "\x1b" not in caught.value.sentence + caught.value.details
    assert KEY not in caught.value.sentence + caught.value.details


def test_a_dead_server_is_told_at_once() -> None:
    with pytest.raises(ModelUnavailable):
        ask("http://127.0.0.1:9/v1", 5.0)


@pytest.mark.parametrize(
    ("url", "mine"),
    [
        ("http://127.0.0.1:8080/v1", True),
        ("http://127.9.9.9/v1", True),
        ("http://localhost:11434/v1", True),
        ("http://[::1]:8080/v1", True),
        ("http://192.168.1.5/v1", False),
        ("https://model.example/v1", False),
        ("http://127.0.0.1.example/v1", False),
        ("http://localhost.example/v1", False),
    ],
)
def test_only_this_machine_counts_as_here(url: str, mine: bool) -> None:
    assert is_loopback(url) is mine
    if not mine:
        with pytest.raises(SettingsError):
            ChatModel(url, "m")
        assert ChatModel(url, "m", op_afstand=True).is_remote


@pytest.mark.parametrize("url", ["", "ftp://127.0.0.1/x", "http://", "http://naam:woord@127.0.0.1/v1"])
def test_an_address_that_cannot_be_right_is_refused(url: str) -> None:
    with pytest.raises(SettingsError):
        ChatModel(url, "m")


def test_words_of_a_client_are_never_read_as_a_template() -> None:
    words = 'Ik wil {{hulpbronnen}} {naam} <b>&amp; "rust"</b> {{#uitingen}}'
    values = dict.fromkeys(("uitingen", "wensen", "hulpbronnen", "krachten", "geweigerd", "voorwaarden", "aantal", "reparatie"), "x")
    _, user = DraftPrompts().render("actie", values | {"uitingen": words})
    assert words in user
