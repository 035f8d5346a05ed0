"""WebM, as browsers record it: EBML elements, often of unknown length because they were written as it came.

Source: RFC 8794 (EBML), RFC 9559 (Matroska), the WebM container guidelines.
"""

from __future__ import annotations

from collections.abc import Iterator

EBML, DOC_TYPE = 0x1A45DFA3, 0x4282
SEGMENT, INFO, SCALE = 0x18538067, 0x1549A966, 0x2AD7B1
TRACKS, TRACK, TRACK_TYPE, CODEC = 0x1654AE6B, 0xAE, 0x83, 0x86
CLUSTER, CLUSTER_AT, SIMPLE_BLOCK, GROUP, BLOCK = 0x1F43B675, 0xE7, 0xA3, 0xA0, 0xA1
OPENED = frozenset({EBML, SEGMENT, INFO, TRACKS, TRACK, CLUSTER, GROUP})
"""The elements that others stand in: their length is not needed, and need not be known."""
ELEMENTS_AT_MOST = 20_000
AUDIO = 2
NANOSECONDS = 1_000_000_000
LONGEST_NUMBER = 8
"""The bytes of an unsigned integer at most. Source: RFC 8794, 7.2."""


def webm_seconds(content: bytes) -> float | None:
    """When the last block begins; ``None`` for what is no WebM, or holds anything but Opus."""
    if content[:4] != EBML.to_bytes(4, "big"):
        return None
    doc_type, codecs, kinds = b"", set[bytes](), set[int]()
    scale, cluster_at, last = 1_000_000, 0, 0
    for element, data in _elements(content):
        if element in (SCALE, CLUSTER_AT) and len(data) > LONGEST_NUMBER:
            return None
        if element == DOC_TYPE:
            doc_type = data
        elif element == SCALE:
            scale = int.from_bytes(data, "big")
        elif element == TRACK_TYPE:
            kinds.add(int.from_bytes(data, "big"))
        elif element == CODEC:
            codecs.add(data)
        elif element == CLUSTER_AT:
            cluster_at = int.from_bytes(data, "big")
        elif element in (SIMPLE_BLOCK, BLOCK):
            last = max(last, cluster_at + _offset(data))
    is_sound = doc_type.rstrip(b"\0") == b"webm" and codecs == {b"A_OPUS"} and kinds == {AUDIO}
    return last * scale / NANOSECONDS if is_sound else None


def _elements(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Every element that holds a value, in its order; ends where the file is no EBML any more."""
    position = 0
    for _count in range(ELEMENTS_AT_MOST):
        element, position = _number(content, position, keeps_mark=True)
        size, position = _number(content, position, keeps_mark=False)
        if element < 0 or size == -1:
            return
        if element in OPENED:
            continue
        if size == UNKNOWN or position + size > len(content):
            return
        yield element, content[position : position + size]
        position += size


UNKNOWN = -2


def _number(content: bytes, position: int, *, keeps_mark: bool) -> tuple[int, int]:
    """A number of one to eight bytes, and what follows it. -1 where there is none; ``UNKNOWN`` when every bit
    of it is set.
    """
    if position >= len(content) or content[position] == 0:
        return -1, position
    length = 9 - content[position].bit_length()
    number = int.from_bytes(content[position : position + length], "big")
    if position + length > len(content):
        return -1, position
    if keeps_mark:
        return number, position + length
    number &= (1 << 7 * length) - 1
    return UNKNOWN if number == (1 << 7 * length) - 1 else number, position + length


def _offset(block: bytes) -> int:
    """When a block begins, counted from its cluster."""
    track, begin = _number(block, 0, keeps_mark=False)
    return int.from_bytes(block[begin : begin + 2], "big", signed=True) if track >= 0 else 0
