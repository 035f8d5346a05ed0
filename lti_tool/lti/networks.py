"""Which network an IP address lies in: the public one, an intranet, or one that no request may go to."""

from __future__ import annotations

import ipaddress
import re

# The last label of a host name is never a number; an address in decimal, octal or hexadecimal is.
_NUMERIC_HOST = re.compile(r"(?:.*\.)?(?:0x[0-9a-f]*|[0-9]+)\.?", re.IGNORECASE)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_INTRANETS = tuple(
    ipaddress.ip_network(text) for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
)


def is_public_address(text: str) -> bool:
    """Whether an IP address is on the public network, looking through IPv6 wrappings of IPv4."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        if address.teredo is not None:
            return False
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public_address(str(inner))
    return address.is_global and not address.is_multicast and not address.is_reserved


def is_public_or_intranet_address(text: str) -> bool:
    """The same, or in one of the networks kept for intranets: never this machine, never link-local.

    Source: RFC 1918, RFC 4193.
    """
    if is_public_address(text):
        return True
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    return any(address in network for network in _INTRANETS)


def is_disguised_address(host: str) -> bool:
    """Whether a host is an IP address in an unusual spelling, such as ``2130706433`` or ``0177.0.0.1``."""
    if not _NUMERIC_HOST.fullmatch(host):
        return False
    try:
        return str(ipaddress.IPv4Address(host)) != host
    except ValueError:
        return True
