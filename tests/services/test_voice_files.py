"""A voice is told by its bytes, and has to be short and light."""

from __future__ import annotations

import pytest

from lti_tool.domain.errors import MalformedRequest
from lti_tool.services.voice_files import voice_file
from tests import sounds


def test_a_voice_is_known_by_its_bytes() -> None:
    found = {kind: voice_file(content) for kind, content in sounds.SOUNDS.items()}

    assert {kind: kind for kind in sounds.SOUNDS} == {kind: one.media_type for kind, one in found.items()}
    assert 60 == voice_file(sounds.webm(61.0)).seconds


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "voice-unknown"),
        (b"<script>", "voice-unknown"),
        (sounds.webm(codec=b"V_VP8", kind=1), "voice-unknown"),
        (sounds.webm() + b"\0" * 700_000, "voice-too-heavy"),
        (sounds.webm(63.0), "voice-too-long"),
    ],
)
def test_a_file_is_refused_with_its_reason(content: bytes, reason: str) -> None:
    with pytest.raises(MalformedRequest) as refused:
        voice_file(content)

    assert reason == refused.value.reason
