"""Small files of silence, written byte by byte as their specifications say."""

from __future__ import annotations

import struct
from io import BytesIO

from PIL import Image

OPUS_FRAME = b"\xf8\xff\xfe"  # 20 ms of silence


def ogg(seconds: float = 20.0, *, codec: bytes = b"OpusHead", skipped: int = 312) -> bytes:
    """Opus in Ogg: a page with the head, a page of words, a page at the end."""
    head = codec + struct.pack("<BBHIhB", 1, 1, skipped, 48_000, 0, 0)
    tags = b"OpusTags" + struct.pack("<II", 0, 0)
    end = round(seconds * 48_000) + skipped
    return _page(0, 0, head) + _page(0, 1, tags) + _page(end, 2, OPUS_FRAME)


def _page(position: int, number: int, packet: bytes) -> bytes:
    return b"OggS" + struct.pack("<BBqIIIBB", 0, 0, position, 1, number, 0, 1, len(packet)) + packet


def webm(
    seconds: float = 20.0,
    *,
    doc_type: bytes = b"webm",
    codec: bytes = b"A_OPUS",
    kind: int = 2,
    scale: bytes = (1_000_000).to_bytes(3, "big"),
) -> bytes:
    """WebM as a browser writes it while it records: segment and clusters have no length."""
    unknown = b"\x01" + b"\xff" * 7
    entry = _element(0xAE, _element(0x83, bytes([kind])) + _element(0x86, codec))
    last = round(seconds * 1000)
    clusters = b"".join(
        b"\x1f\x43\xb6\x75" + unknown + _element(0xE7, at.to_bytes(4, "big")) + _block(offset)
        for at, offset in ((0, 0), (last - last % 1000, last % 1000))
    )
    info = _element(0x1549A966, _element(0x2AD7B1, scale))
    header = _element(0x1A45DFA3, _element(0x4282, doc_type))
    return header + b"\x18\x53\x80\x67" + unknown + info + _element(0x1654AE6B, entry) + clusters


def _block(offset: int) -> bytes:
    return _element(0xA3, b"\x81" + struct.pack(">hB", offset, 0x80) + OPUS_FRAME)


def _element(name: int, data: bytes) -> bytes:
    mark = name.to_bytes((name.bit_length() + 7) // 8, "big")
    return mark + (0x4000 | len(data)).to_bytes(2, "big") + data


def mp4(
    seconds: float = 20.0, *, handler: bytes = b"soun", codec: bytes = b"mp4a", brand: bytes = b"M4A "
) -> bytes:
    """A whole M4A: its length stands in the head of the track."""
    return _moov(brand, handler, codec, round(seconds * 48_000)) + _box(b"mdat", b"\0" * 64)


def fragmented_mp4(seconds: float = 20.0) -> bytes:
    """The same as a recorder writes it: three fragments; the length in the head is not to be trusted."""
    each = round(seconds * 48_000 / 3)
    usual = _box(b"tfhd", struct.pack(">III", 0x020008, 1, each))
    runs = (
        usual + _box(b"trun", struct.pack(">II", 0, 1)),
        usual + _box(b"trun", struct.pack(">II", 0, 1)),
        _box(b"tfhd", struct.pack(">II", 0x020000, 1))
        + _box(b"trun", struct.pack(">IIiIIII", 0x301, 2, 0, each // 2, 3, each - each // 2, 3)),
    )
    moofs = b"".join(_box(b"moof", _box(b"traf", run)) + _box(b"mdat", b"\0" * 8) for run in runs)
    return _moov(b"isom", b"soun", b"Opus", 2961) + moofs


def _moov(brand: bytes, handler: bytes, codec: bytes, duration: int) -> bytes:
    mdhd = _box(b"mdhd", struct.pack(">IIIIIHH", 0, 0, 0, 48_000, duration, 0, 0))
    hdlr = _box(b"hdlr", struct.pack(">II", 0, 0) + handler + b"\0" * 13)
    entry = struct.pack(">I", 36) + codec + b"\0" * 28
    stsd = _box(b"stsd", struct.pack(">II", 0, 1) + entry)
    media = _box(b"mdia", mdhd + hdlr + _box(b"minf", _box(b"stbl", stsd)))
    return _box(b"ftyp", brand + b"\0" * 4) + _box(b"moov", _box(b"trak", media))


def _box(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", 8 + len(data)) + kind + data


def wav(seconds: float = 2.0, *, rate: int = 8000, coding: int = 1) -> bytes:
    """Eight bits, one channel."""
    data = b"\x80" * round(seconds * rate)
    form = b"fmt " + struct.pack("<IHHIIHH", 16, coding, 1, rate, rate, 1, 8)
    rest = (
        b"WAVE"
        + form
        + b"LIST"
        + struct.pack("<I", 3)
        + b"abc\0"
        + b"data"
        + struct.pack("<I", len(data))
        + data
    )
    return b"RIFF" + struct.pack("<I", len(rest)) + rest


def mp3(seconds: float = 20.0, *, tag: bytes = b"") -> bytes:
    """Frames of 32 kbit/s at 48 kHz, 24 ms and 96 bytes each, behind an ID3 tag of these bytes."""
    frames = (b"\xff\xfb\x14\x00" + b"\0" * 92) * round(seconds / 0.024)
    size = bytes(len(tag) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return (b"ID3\x04\0\0" + size + tag if tag else b"") + frames


def adts() -> bytes:
    """AAC without a container: it begins almost like an MP3."""
    return (b"\xff\xf1\x50\x80\x02\x1f\xfc" + b"\0" * 9) * 40


def picture(kind: str = "JPEG", size: tuple[int, int] = (400, 300), **options: object) -> bytes:
    """A picture whose left half is red and whose right half is blue."""
    drawn = Image.new("RGB", size, "red")
    drawn.paste("blue", (size[0] // 2, 0, size[0], size[1]))
    file = BytesIO()
    drawn.save(file, kind, **options)
    return file.getvalue()


SOUNDS = {
    "audio/ogg": ogg(),
    "audio/webm": webm(),
    "audio/mp4": mp4(),
    "audio/mpeg": mp3(tag=b"x" * 300),
}
"""One of each kind, of 20 seconds."""
