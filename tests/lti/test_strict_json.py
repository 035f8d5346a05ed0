"""The strict reader: what two parsers could read differently is not read at all."""

from __future__ import annotations

import pytest

from lti_tool.lti.strict_json import DEPTH_MAXIMUM, read_json


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b'{"a":1,"a":1}',
        b'[{"a":{"b":1,"b":2}}]',
        b"NaN",
        b"[Infinity]",
        b"-Infinity",
        b"\xef\xbb\xbf{}",
        b"\xff",
        b"{}x",
        b'{"a":1,}',
        b"1" * 5000,
        b"[" * 33 + b"]" * 33,
        b'"\\"' + b"[" * 100_000,
    ],
    ids=lambda raw: repr(raw[:24]),
)
def test_text_is_refused_when_it_is_not_strict_json(raw: bytes) -> None:
    with pytest.raises(ValueError):
        read_json(raw)


def test_text_is_read_when_it_is_as_deep_as_allowed() -> None:
    deep = b"[" * DEPTH_MAXIMUM + b"]" * DEPTH_MAXIMUM

    assert isinstance(read_json(deep), list)


def test_brackets_do_not_count_when_they_are_inside_text() -> None:
    assert read_json(b'{"a":"' + b"[{" * 100 + b'\\"[[["}')["a"].startswith("[{")
