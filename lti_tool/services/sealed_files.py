"""A file that only the holder of a key can read: written and read in pieces, whatever its size.

AES-256-GCM over pieces of one megabyte, each with its number and whether it is the last one: a piece that
was altered, moved or left out does not open, nor does a file that was cut. Each file has a key of its own,
derived from the holder's key and a random salt.

Source: Hoang, Reyhanitabar, Rogaway and Vizár 2015 (STREAM); RFC 5869.
"""

from __future__ import annotations

import os
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from lti_tool.domain.errors import SettingsFault

MAGIC = b"passerelle-backup-1\n"
PIECE_BYTES = 1024 * 1024
_NAME_BYTES, _SALT_BYTES, _TAG_BYTES = 8, 32, 16
_HEADER_BYTES = len(MAGIC) + _NAME_BYTES + _SALT_BYTES
_NAME_PURPOSE = b"passerelle backup, name of a key"
_PIECES_PURPOSE = b"passerelle backup, pieces of a file"
NOT_OURS = "This is no backup of Passerelle."
OTHER_KEY = "This backup was made under another key. Without that key nobody can read it."
BROKEN = "This backup was altered or cut: it cannot be used. Take another one."


class Sealing:
    """Writes what it is given into ``file``, sealed. Without ``finish`` the file does not open."""

    def __init__(self, file: BinaryIO, key: bytes) -> None:
        salt = os.urandom(_SALT_BYTES)
        self._file = file
        self._header = MAGIC + _name_of(key) + salt
        self._cipher = _cipher_of(key, salt)
        self._waiting = bytearray()
        self._number = 0
        file.write(self._header)

    def write(self, data: bytes) -> int:
        """Take these bytes; how many."""
        self._waiting += data
        # One byte more than a piece: the last piece is then never written as if another one followed.
        while len(self._waiting) > PIECE_BYTES:
            self._seal(bytes(self._waiting[:PIECE_BYTES]), is_last=False)
            del self._waiting[:PIECE_BYTES]
        return len(data)

    def finish(self) -> None:
        """Write the last piece."""
        self._seal(bytes(self._waiting), is_last=True)

    def _seal(self, piece: bytes, *, is_last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, is_last), piece, self._header))
        self._number += 1


class Unsealing:
    """Reads a sealed file.

    Raises:
        SettingsFault: it is no such file, or was sealed under another key.
    """

    def __init__(self, file: BinaryIO, key: bytes) -> None:
        header = file.read(_HEADER_BYTES)
        if len(header) < _HEADER_BYTES or not header.startswith(MAGIC):
            raise SettingsFault(NOT_OURS)
        if header[len(MAGIC) : -_SALT_BYTES] != _name_of(key):
            raise SettingsFault(OTHER_KEY)
        self._file = file
        self._header = header
        self._cipher = _cipher_of(key, header[-_SALT_BYTES:])
        self._number = 0
        self._opened = b""
        self._next = file.read(PIECE_BYTES + _TAG_BYTES)
        self._is_over = False

    def read(self, size: int) -> bytes:
        """Up to so many bytes; none at the end of a file that is whole.

        Raises:
            SettingsFault: the file was altered or cut.
        """
        while not self._opened and not self._is_over:
            self._open_one()
        taken, self._opened = self._opened[:size], self._opened[size:]
        return taken

    def drain(self) -> None:
        """Make sure of the rest, whatever it says.

        Raises:
            SettingsFault: as ``read``.
        """
        while self.read(PIECE_BYTES):
            pass

    def _open_one(self) -> None:
        sealed, self._next = self._next, self._file.read(PIECE_BYTES + _TAG_BYTES)
        self._is_over = not self._next
        try:
            self._opened = self._cipher.decrypt(_nonce(self._number, self._is_over), sealed, self._header)
        except InvalidTag as error:
            raise SettingsFault(BROKEN) from error
        self._number += 1


def _nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def _cipher_of(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=salt, info=_PIECES_PURPOSE).derive(key))


def _name_of(key: bytes) -> bytes:
    """A name of the key that tells nothing about it."""
    return HKDF(algorithm=SHA256(), length=_NAME_BYTES, salt=None, info=_NAME_PURPOSE).derive(key)
