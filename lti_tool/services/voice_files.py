"""What every recorded voice has to be, before it is kept: known by its bytes, short and light."""

from __future__ import annotations

from dataclasses import dataclass

from lti_tool.domain.errors import MalformedRequest
from lti_tool.domain.sounds import read_sound
from lti_tool.domain.welcome import SECONDS_OF_GRACE, VOICE_BYTES, VOICE_SECONDS


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceFile:
    """A sound that may be kept. ``seconds`` is 0 where the file does not say how long it lasts."""

    media_type: str
    seconds: int


def voice_file(content: bytes) -> VoiceFile:
    """What these bytes are.

    Raises:
        MalformedRequest: ``voice-too-heavy``, ``voice-unknown`` or ``voice-too-long``.
    """
    if len(content) > VOICE_BYTES:
        raise MalformedRequest(reason="voice-too-heavy")
    sound = read_sound(content)
    if sound is None:
        raise MalformedRequest(reason="voice-unknown")
    if sound.seconds > VOICE_SECONDS + SECONDS_OF_GRACE:
        raise MalformedRequest(reason="voice-too-long")
    return VoiceFile(media_type=sound.media_type, seconds=min(round(sound.seconds), VOICE_SECONDS))
