"""What several tests share."""

from dataclasses import replace

import pytest

from pipeline import flow


@pytest.fixture
def no_claims(monkeypatch):
    """Look for no claims, where a test is about pages."""
    monkeypatch.setitem(flow.STAGES, "extract", replace(flow.STAGES["extract"], take=lambda *_: ()))
