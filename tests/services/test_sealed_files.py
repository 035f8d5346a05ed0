"""Sealed files: whole or refused, whatever their size."""

from __future__ import annotations

import io

import pytest

from lti_tool.domain.errors import SettingsFault
from lti_tool.services.sealed_files import BROKEN, PIECE_BYTES, Sealing, Unsealing

KEY = b"a key of the tests for backups alone, long"
HEADER_BYTES, TAG_BYTES = 60, 16
SEALED_PIECE = PIECE_BYTES + TAG_BYTES


def sealed(content: bytes) -> bytes:
    """The content as a sealed file, given in uneven parts."""
    file = io.BytesIO()
    sealing = Sealing(file, KEY)
    for start in range(0, len(content), 700_001):
        sealing.write(content[start : start + 700_001])
    sealing.finish()
    return file.getvalue()


def opened(whole: bytes) -> bytes:
    """What a sealed file says."""
    unsealing, parts = Unsealing(io.BytesIO(whole), KEY), []
    while part := unsealing.read(300_007):
        parts.append(part)
    return b"".join(parts)


@pytest.mark.parametrize("size", [0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 2 * PIECE_BYTES])
def test_what_was_sealed_comes_back_at_every_size(size: int) -> None:
    content = bytes(range(251)) * (size // 251 + 1)

    assert content[:size] == opened(sealed(content[:size]))


def test_pieces_that_are_left_out_moved_or_repeated_do_not_open() -> None:
    whole = sealed(bytes(3 * PIECE_BYTES))
    header, rest = whole[:HEADER_BYTES], whole[HEADER_BYTES:]
    first, second, third = (rest[n * SEALED_PIECE : (n + 1) * SEALED_PIECE] for n in range(3))

    for spoiled in (first + second, first, second + first + third, first + second + third + third, b""):
        with pytest.raises(SettingsFault, match=BROKEN):
            opened(header + spoiled)


def test_two_files_of_one_content_share_nothing_but_the_name_of_the_key() -> None:
    one, other = sealed(bytes(100)), sealed(bytes(100))

    assert one[:28] == other[:28]
    assert one[28:60] != other[28:60]
    assert one[60:] != other[60:]
