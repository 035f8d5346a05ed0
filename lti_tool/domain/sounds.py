"""Which sound some bytes hold, told by the bytes alone and never by the name that somebody gave the file.

Known are Opus in Ogg or WebM, AAC or Opus in MP4 (M4A), MP3 and WAV. A file is walked from its beginning, so
that its length in seconds is measured too, and nothing is decoded.
Source: RFC 3533 and RFC 7845 (Ogg, Opus), ISO 11172-3 (MP3), the RIFF specification of 1991 (WAV).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lti_tool.domain.sounds_mp4 import mp4_seconds
from lti_tool.domain.sounds_webm import webm_seconds

OPUS_HERTZ = 48_000
OGG_HEADER, ID3_HEADER = 27, 10
LAYER_3 = 0b01
MPEG_1 = 0b11
MPEG_RESERVED = 0b01
KILOBITS_MPEG_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
KILOBITS_MPEG_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
HERTZ = {0b11: (44_100, 48_000, 32_000), 0b10: (22_050, 24_000, 16_000), 0b00: (11_025, 12_000, 8_000)}
FRAMES_AT_LEAST = 3
"""Fewer frames of MP3 one behind the other may be chance."""
PCM = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """What the bytes are. ``seconds`` is 0 where the file does not say."""

    media_type: str
    seconds: float


def read_sound(content: bytes) -> Sound | None:
    """The kind and the length of a sound; ``None`` for everything that is none of the known, a film too."""
    for media_type, measure in _KNOWN:
        seconds = measure(content)
        if seconds is not None:
            return Sound(media_type=media_type, seconds=seconds)
    return None


def ogg_seconds(content: bytes) -> float | None:
    """The length of Opus in Ogg: the last page's position, without what is skipped at the start."""
    position, last, skipped = 0, 0, None
    while content[position : position + 5] == b"OggS\0":
        if len(content) < position + OGG_HEADER:
            break
        segments = content[position + 26]
        begin = position + OGG_HEADER + segments
        if skipped is None:
            if content[begin : begin + 8] != b"OpusHead":
                return None
            skipped = int.from_bytes(content[begin + 10 : begin + 12], "little")
        at = int.from_bytes(content[position + 6 : position + 14], "little", signed=True)
        last = max(last, at)
        position = begin + sum(content[position + OGG_HEADER : begin])
    return None if skipped is None else max(last - skipped, 0) / OPUS_HERTZ


def wav_seconds(content: bytes) -> float | None:
    """The length of plain samples in RIFF."""
    if content[:4] != b"RIFF" or content[8:12] != b"WAVE":
        return None
    position, rate = 12, 0
    while position + 8 <= len(content):
        name = content[position : position + 4]
        size = int.from_bytes(content[position + 4 : position + 8], "little")
        if name == b"fmt ":
            if int.from_bytes(content[position + 8 : position + 10], "little") != PCM:
                return None
            rate = int.from_bytes(content[position + 16 : position + 20], "little")
        if name == b"data":
            # A recorder that was stopped may not have written the size.
            return min(size, len(content) - position - 8) / rate if rate else None
        position += 8 + size + size % 2
    return None


def mp3_seconds(content: bytes) -> float | None:
    """The length of MPEG layer III: its frames, one behind the other, after the words of an ID3 tag."""
    position, seconds, frames = _behind_id3(content), 0.0, 0
    while frame := _mp3_frame(content[position : position + 4]):
        length, lasts = frame
        position, seconds, frames = position + length, seconds + lasts, frames + 1
    return seconds if frames >= FRAMES_AT_LEAST else None


def _behind_id3(content: bytes) -> int:
    if content[:3] != b"ID3" or len(content) < ID3_HEADER:
        return 0
    size = 0
    for byte in content[6:10]:  # Seven bits of each byte count.
        size = size << 7 | byte & 0x7F
    return ID3_HEADER + size


def _mp3_frame(header: bytes) -> tuple[int, float] | None:
    """Length in bytes and in seconds of the frame that begins here; ``None`` where none does."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE0 != 0xE0:
        return None
    version, layer = header[1] >> 3 & 3, header[1] >> 1 & 3
    rate, frequency, padding = header[2] >> 4, header[2] >> 2 & 3, header[2] >> 1 & 1
    if version == MPEG_RESERVED or layer != LAYER_3 or rate in (0, 15) or frequency == 3:
        return None
    hertz = HERTZ[version][frequency]
    kilobits = (KILOBITS_MPEG_1 if version == MPEG_1 else KILOBITS_MPEG_2)[rate]
    samples = 1152 if version == MPEG_1 else 576
    return samples // 8 * kilobits * 1000 // hertz + padding, samples / hertz


_KNOWN: tuple[tuple[str, Callable[[bytes], float | None]], ...] = (
    ("audio/ogg", ogg_seconds),
    ("audio/webm", webm_seconds),
    ("audio/mp4", mp4_seconds),
    ("audio/wav", wav_seconds),
    ("audio/mpeg", mp3_seconds),
)
