"""The forms of furniture as data."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from streams.intake.forms import MARK

PATTERNS = tomllib.loads(files("streams.intake").joinpath("data/furniture.toml").read_text("utf-8"))["patterns"]


@pytest.mark.parametrize("pattern", PATTERNS["marked_line"])
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_form_of_a_marked_line_fits_a_line_without_a_mark(pattern: str, data: st.DataObject) -> None:
    assert MARK.search(data.draw(st.from_regex(pattern, fullmatch=True)))
