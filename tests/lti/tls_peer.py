"""A TLS server with a certificate of its own making, for one connection; an authority that nobody knows."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tests.lti.doubles import rsa_key


def write_certificate(folder: Path, host: str, *, days_left: int = 1) -> Path:
    """Write key and self-signed certificate of this host into one file; it may be over already."""
    key = rsa_key("tls")
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=100))
        .not_valid_after(now + timedelta(days=days_left, minutes=5))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    pem = folder / f"{host}.pem"
    pem.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        + certificate.public_bytes(Encoding.PEM)
    )
    return pem


def write_authority(folder: Path) -> Path:
    """Write the certificate of an authority that no list of public ones holds."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Internal Authority")])
    usage = x509.KeyUsage(
        **dict.fromkeys(("content_commitment", "key_encipherment", "data_encipherment"), False),
        **dict.fromkeys(("key_agreement", "encipher_only", "decipher_only", "digital_signature"), False),
        **dict.fromkeys(("key_cert_sign", "crl_sign"), True),
    )
    certificate = (
        _signed_by_authority(name)
        .public_key(rsa_key("authority").public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(rsa_key("authority"), SHA256())
    )
    pem = folder / "authority.pem"
    pem.write_bytes(certificate.public_bytes(Encoding.PEM))
    return pem


def write_signed(folder: Path, host: str) -> Path:
    """Write key and certificate of this host, which the authority of ``write_authority`` signed."""
    key = rsa_key("tls")
    certificate = (
        _signed_by_authority(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)]))
        .public_key(key.public_key())
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(rsa_key("authority"), SHA256())
    )
    pem = folder / f"{host}-signed.pem"
    pem.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        + certificate.public_bytes(Encoding.PEM)
    )
    return pem


def _signed_by_authority(subject: x509.Name) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Internal Authority")]))
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
    )


@contextlib.contextmanager
def tls_server(pem: Path, *, body: bytes = b"ok") -> Iterator[int]:
    """Answer one request with ``body`` over TLS; gives the port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listener.accept()
        with (
            connection,
            contextlib.suppress(OSError),
            context.wrap_socket(connection, server_side=True) as secured,
        ):
            secured.recv(4096)
            secured.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield listener.getsockname()[1]
    thread.join(2)
    listener.close()
