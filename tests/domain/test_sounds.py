"""Sounds are told by their bytes, and measured; all else is none."""

from __future__ import annotations

import pytest

from lti_tool.domain.sounds import Sound, read_sound
from tests import sounds

NO_SOUND = {
    "nothing": b"",
    "text": b"Bonjour, ceci n'est pas un son.",
    "web page": b"<!doctype html><script>alert(1)</script>",
    "picture": sounds.picture(),
    "png": sounds.picture("PNG"),
    "webp": sounds.picture("WEBP"),  # RIFF too
    "vorbis": sounds.ogg(codec=b"\x01vorbis!"),
    "matroska": sounds.webm(doc_type=b"matroska"),
    "film": sounds.webm(codec=b"V_VP8", kind=1),
    "webm with a number of 200 bytes": sounds.webm(scale=b"\xff" * 200),
    "vorbis in webm": sounds.webm(codec=b"A_VORBIS"),
    "film in mp4": sounds.mp4(handler=b"vide", codec=b"avc1"),
    "telephone's old coding": sounds.mp4(brand=b"3gp4", codec=b"samr"),
    "two frames": sounds.mp3(seconds=0.048),
    "bare aac": sounds.adts(),
    "compressed wav": sounds.wav(coding=85),
    "program": b"MZ\x90\x00" + b"\0" * 60,
}


@pytest.mark.parametrize("media_type", sounds.SOUNDS)
def test_a_sound_is_known_and_measured_when_its_bytes_say_what_it_is(media_type: str) -> None:
    found = read_sound(sounds.SOUNDS[media_type])

    assert found is not None
    assert media_type == found.media_type
    assert 20.0 == pytest.approx(found.seconds, abs=0.03)


def test_samples_are_measured_when_they_are_plain() -> None:
    assert Sound(media_type="audio/wav", seconds=2.0) == read_sound(sounds.wav())


def test_a_size_that_was_never_written_is_not_believed_when_samples_are_measured() -> None:
    whole = sounds.wav()
    begin = whole.index(b"data") + 4

    found = read_sound(whole[:begin] + b"\xff\xff\xff\xff" + whole[begin + 4 :])

    assert Sound(media_type="audio/wav", seconds=2.0) == found


def test_fragments_are_counted_when_a_recorder_wrote_them_as_it_came() -> None:
    found = read_sound(sounds.fragmented_mp4(21.0))

    assert found is not None
    assert ("audio/mp4", 21.0) == (found.media_type, pytest.approx(found.seconds, abs=0.01))


def test_a_message_without_a_tag_is_known_when_it_begins_with_its_first_frame() -> None:
    found = read_sound(sounds.mp3(3.0))

    assert found is not None
    assert ("audio/mpeg", 3.0) == (found.media_type, pytest.approx(found.seconds, abs=0.03))


@pytest.mark.parametrize("name", NO_SOUND)
def test_nothing_is_taken_for_a_sound_when_it_is_none_of_ours(name: str) -> None:
    assert read_sound(NO_SOUND[name]) is None


@pytest.mark.parametrize("media_type", sounds.SOUNDS)
def test_a_file_that_was_cut_anywhere_does_no_harm(media_type: str) -> None:
    whole = sounds.SOUNDS[media_type][:400]

    found = [read_sound(whole[:length]) for length in range(len(whole))]

    assert {None, media_type} >= {one.media_type if one else None for one in found}
    assert all(one.seconds >= 0 for one in found if one)


@pytest.mark.parametrize(
    "begin", [b"\x1a\x45\xdf\xa3", b"\0\0\0\x18ftypM4A ", b"OggS\0", b"RIFF\0\0\0\0WAVE"]
)
@pytest.mark.parametrize("filling", [b"\0", b"\xff", b"\x80", b"\xa3\x81", b"\0\0\0\x08moov"])
def test_a_file_that_is_made_to_keep_us_busy_ends_soon(begin: bytes, filling: bytes) -> None:
    """As large as a message may be."""
    assert read_sound(begin + filling * (700_000 // len(filling))) is None
