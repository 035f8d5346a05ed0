"""MP4 and M4A, as telephones and Safari record it: whole, or in fragments written as it came.

Source: ISO/IEC 14496-12 (boxes and fragments), 14496-14 (``mp4a``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

CODECS = frozenset({b"mp4a", b"Opus"})
BOXES_AT_MOST = 20_000
HAS_BASE, HAS_DESCRIPTION, HAS_DURATION = 0x1, 0x2, 0x8
RUN_HAS_OFFSET, RUN_HAS_FLAGS, RUN_HAS_DURATIONS = 0x1, 0x4, 0x100
RUN_ENTRY_FIELDS = (0x100, 0x200, 0x400, 0x800)


@dataclass(slots=True)
class _Found:
    """What was read on the way."""

    handlers: set[bytes]
    codecs: set[bytes]
    scale: int = 0
    duration: int = 0
    usual: int = 0
    fragments: int = 0


def mp4_seconds(content: bytes) -> float | None:
    """The length of the one sound track; ``None`` for what is no MP4, has pictures, or is coded otherwise."""
    if content[4:8] != b"ftyp":
        return None
    found = _Found(handlers=set(), codecs=set())
    for count, (kind, data) in enumerate(_boxes(content)):
        if count > BOXES_AT_MOST:
            return None
        _read(found, kind, data)
    is_sound = found.handlers == {b"soun"} and len(found.codecs) == 1 and found.codecs <= CODECS
    if not is_sound or not found.scale:
        return None
    # Chromium writes the length of a fragmented file in other units than it says: the samples are right.
    return (found.fragments or found.duration) / found.scale


OPENED = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl", b"mvex", b"moof", b"traf"})


def _boxes(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Every box that holds values, those within others too. What follows a broken box is left out."""
    position = 0
    while position + 8 <= len(content):
        size, kind, header = _word(content, position), content[position + 4 : position + 8], 8
        if size == 1:
            size, header = int.from_bytes(content[position + 8 : position + 16], "big"), 16
        if size == 0:
            size = len(content) - position
        if size < header:
            return
        if kind in OPENED:
            position += header
            continue
        yield kind, content[position + header : position + size]
        position += size


def _read(found: _Found, kind: bytes, data: bytes) -> None:
    if kind == b"hdlr":
        found.handlers.add(data[8:12])
    elif kind == b"mdhd":
        is_long = data[:1] == b"\1"
        found.scale = _word(data, 20 if is_long else 12)
        found.duration = _length(data, 24, 8) if is_long else _length(data, 16, 4)
    elif kind == b"stsd":
        found.codecs.add(data[12:16])
    elif kind == b"trex":
        found.usual = _word(data, 12)
    elif kind == b"tfhd":
        flags = _word(data, 0) & 0xFFFFFF
        if flags & HAS_DURATION:
            found.usual = _word(data, 8 + 8 * bool(flags & HAS_BASE) + 4 * bool(flags & HAS_DESCRIPTION))
    elif kind == b"trun":
        found.fragments += _run(data, found.usual)


def _run(data: bytes, usual: int) -> int:
    """How long the samples of one run last together."""
    flags, count = _word(data, 0) & 0xFFFFFF, _word(data, 4)
    if not flags & RUN_HAS_DURATIONS:
        return count * usual
    begin = 8 + 4 * bool(flags & RUN_HAS_OFFSET) + 4 * bool(flags & RUN_HAS_FLAGS)
    step = 4 * sum(1 for field in RUN_ENTRY_FIELDS if flags & field)
    ends = min(begin + count * step, len(data))
    return sum(_word(data, place) for place in range(begin, ends, step))


def _length(data: bytes, place: int, size: int) -> int:
    """A length; with every bit set it is not known."""
    given = data[place : place + size]
    return 0 if given == b"\xff" * size else int.from_bytes(given, "big")


def _word(data: bytes, place: int) -> int:
    return int.from_bytes(data[place : place + 4], "big")
