"""No test of the face may leave work behind that failed in silence (see tui.working)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tui import working


@pytest.fixture(autouse=True)
def work_that_failed_is_a_fault(caplog: pytest.LogCaptureFixture, request: pytest.FixtureRequest) -> Iterator[None]:
    working._told.clear()
    yield
    if request.path.name != "test_working.py":
        failed = [r for r in caplog.get_records("call") if r.msg == "werk_mislukt"]
        assert not failed, [(getattr(r, "wat", ""), r.exc_info and r.exc_info[1]) for r in failed]
