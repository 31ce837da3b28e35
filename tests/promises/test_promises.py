"""Every promise at a small size, as tests; the full figures and the planted faults are slow."""

from __future__ import annotations

import pytest

from tests.promises.__main__ import all_promises, seen_red
from tests.promises.kit import Promise, line

ALL = all_promises()


@pytest.mark.parametrize("promise", ALL, ids=lambda p: f"{p.id}-{p.title.replace(' ', '-')}")
def test_promise_holds(promise: Promise) -> None:
    outcome = promise.run(promise.fast, "")
    if outcome.skipped:
        pytest.skip(outcome.skipped)

    assert outcome.holds, line(promise, outcome)


@pytest.mark.slow
@pytest.mark.parametrize(("promise", "fault"), [(p, f) for p in ALL for f in p.faults], ids=lambda x: x.id if isinstance(x, Promise) else x)
def test_planted_fault_turns_the_promise_red(promise: Promise, fault: str) -> None:
    outcome = seen_red(promise, fault)
    if outcome.skipped:
        pytest.skip(outcome.skipped)

    assert not outcome.holds, f"{promise.id} stayed green under {promise.faults[fault]!r}: {outcome.text}"


@pytest.mark.slow
@pytest.mark.parametrize("promise", ALL, ids=lambda p: p.id)
def test_promise_holds_at_the_published_size(promise: Promise) -> None:
    outcome = promise.run(promise.full, "")
    if outcome.skipped:
        pytest.skip(outcome.skipped)

    assert outcome.holds, line(promise, outcome)


def test_every_promise_has_a_planted_fault() -> None:
    assert [p.id for p in ALL if not p.faults] == []
