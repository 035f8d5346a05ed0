"""Our private keys at rest: made here, sealed under the installation's secret, opened here."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from jwcrypto.common import JWException, base64url_decode, base64url_encode
from jwcrypto.jwe import JWE, InvalidJWEData
from jwcrypto.jwk import JWK

from lti_tool.domain.errors import SettingsFault

KEY_BITS = 3072

_VERSION = "v2"
_NONCE_BYTES = 12
_JWE_PURPOSE = b"passerelle tool signing keys, version 1"
_SEAL_PURPOSE = b"passerelle tool signing keys, version 2"
_NAME_PURPOSE = b"passerelle name of a secret"


def new_private_key() -> RSAPrivateKey:
    """A fresh RSA key for signing."""
    return rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)


def public_jwk_of(private: RSAPrivateKey) -> dict[str, str]:
    """The public half as a JWK with ``kid`` (RFC 7638 thumbprint), ``alg`` and ``use``.

    Moodle 4.1 needs ``alg`` on every key, and later versions leave out keys without one.
    """
    jwk = JWK.from_pyca(private.public_key())
    members = json.loads(jwk.export_public())
    return {
        "kty": "RSA",
        "n": str(members["n"]),
        "e": str(members["e"]),
        "kid": str(jwk.thumbprint()),
        "alg": "RS256",
        "use": "sig",
    }


class KeySeal:
    """Seals private keys with AES-256-GCM under a key derived from the installation's secret.

    The centre, the registration and the ``kid`` are authenticated with every sealed key: moved to another
    row, or altered in any character, it does not open. A sealed key names the secret it was sealed under,
    so that ``former`` secrets still open what they sealed. What earlier releases sealed (compact JWE with
    the ``kid`` alone in its header) opens too. Source: security notes 5.2.
    """

    def __init__(self, secret: bytes, former: Sequence[bytes] = ()) -> None:
        secrets_known = (secret, *former)
        self._present = _name_of(secret)
        self._keys = {_name_of(known): AESGCM(_derived(known, _SEAL_PURPOSE)) for known in secrets_known}
        self._jwe_keys = tuple(
            JWK(kty="oct", k=base64url_encode(_derived(known, _JWE_PURPOSE))) for known in secrets_known
        )

    def close(self, private: RSAPrivateKey, kid: str, *, centre_id: str, registration_id: str) -> str:
        """The private key as text that is safe to store in this registration's row."""
        plain = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._keys[self._present].encrypt(nonce, plain, _owner(centre_id, registration_id, kid))
        return f"{_VERSION}.{self._present}.{base64url_encode(nonce + sealed)}"

    def open(self, sealed: str, kid: str, *, centre_id: str, registration_id: str) -> RSAPrivateKey:
        """The private key that was sealed for this row.

        Raises:
            SettingsFault: when no known secret opens it, or the stored text was altered.
        """
        try:
            if sealed.startswith(f"{_VERSION}."):
                plain = self._opened(sealed, _owner(centre_id, registration_id, kid))
            else:
                plain = self._opened_jwe(sealed, kid)
            # The seal has vouched for every byte: testing the primes again would take 100 ms.
            private = load_der_private_key(plain, password=None, unsafe_skip_rsa_key_validation=True)
        except (JWException, InvalidTag, ValueError, TypeError, KeyError) as error:
            raise _cannot_open() from error
        if not isinstance(private, RSAPrivateKey):
            raise _cannot_open()
        return private

    def is_present(self, sealed: str) -> bool:
        """Whether a key was sealed under the present secret, in the present form."""
        return sealed.startswith(f"{_VERSION}.{self._present}.")

    def _opened(self, sealed: str, owner: bytes) -> bytes:
        _version, name, body = sealed.split(".")
        raw = base64url_decode(body)
        return self._keys[name].decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], owner)

    def _opened_jwe(self, sealed: str, kid: str) -> bytes:
        for key in self._jwe_keys:
            envelope = JWE(algs=["dir", "A256GCM"])
            try:
                envelope.deserialize(sealed, key)
            except InvalidJWEData:
                continue
            if envelope.jose_header.get("kid") == kid:
                return bytes(envelope.payload)
        raise ValueError("no known secret opens this")


def _derived(secret: bytes, purpose: bytes, length: int = 32) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=purpose).derive(secret)


def _name_of(secret: bytes) -> str:
    """A short name of a secret that tells nothing about it."""
    return _derived(secret, _NAME_PURPOSE, 6).hex()


def _owner(centre_id: str, registration_id: str, kid: str) -> bytes:
    return json.dumps([centre_id, registration_id, kid]).encode()


def _cannot_open() -> SettingsFault:
    return SettingsFault(
        "The signing keys in the database cannot be opened: they were sealed under another"
        " PASSERELLE_SECRET_KEY, or altered. Put the former secret back, or name it in"
        " PASSERELLE_SECRET_KEY_FALLBACKS."
    )
