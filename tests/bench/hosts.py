"""Several hosts on one machine: network namespaces on a bridge, which reach each other by network alone.

Where none may be made the hosts are processes with folders of their own, at ports of their own.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from tests.tool_process import free_port

SUBNET = "10.213.{block}"
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """One host: where it is reached, and what stands before a command to run it there."""

    name: str
    address: str
    port: int
    prefix: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """The hosts by name, and the address of this machine in their network."""

    here: str
    hosts: dict[str, Host] = field(default_factory=dict)

    @property
    def is_separate(self) -> bool:
        """Whether the hosts have network stacks of their own."""
        return self.here != LOOPBACK


@contextmanager
def network_of(names: Sequence[str]) -> Iterator[Network]:
    """Hosts of these names for the length of the block."""
    block = os.getpid() % 250 + 1
    subnet = SUBNET.format(block=block)
    with ExitStack() as stack:
        if not _is_made(stack, subnet, block, names):
            hosts = {name: Host(name=name, address=LOOPBACK, port=free_port()) for name in names}
            yield Network(here=LOOPBACK, hosts=hosts)
            return
        hosts = {
            name: Host(
                name=name,
                address=f"{subnet}.{number}",
                port=8765,
                prefix=("ip", "netns", "exec", f"psr{block}-{name}"),
            )
            for number, name in enumerate(names, 10)
        }
        yield Network(here=f"{subnet}.1", hosts=hosts)


def _is_made(stack: ExitStack, subnet: str, block: int, names: Sequence[str]) -> bool:
    """Make a bridge with a namespace for each name; ``False`` where that is not allowed."""
    bridge = f"psr{block}"
    if not _ip("link", "add", bridge, "type", "bridge"):
        return False
    stack.callback(_ip, "link", "del", bridge)
    _ip("addr", "add", f"{subnet}.1/24", "dev", bridge)
    _ip("link", "set", bridge, "up")
    for number, name in enumerate(names, 10):
        space, outer, inner = f"psr{block}-{name}", f"psr{block}o{number}", f"psr{block}i{number}"
        if not _ip("netns", "add", space):
            return False
        stack.callback(_ip, "netns", "del", space)
        if not _ip("netns", "exec", space, "true"):
            return False  # Below a root folder that is no mount, nothing can be run there.
        _ip("link", "add", outer, "type", "veth", "peer", "name", inner)
        _ip("link", "set", outer, "master", bridge, "up")
        _ip("link", "set", inner, "netns", space)
        _ip("-n", space, "addr", "add", f"{subnet}.{number}/24", "dev", inner)
        _ip("-n", space, "link", "set", inner, "up")
        _ip("-n", space, "link", "set", "lo", "up")
    return True


def _ip(*words: str) -> bool:
    try:
        return subprocess.run(["ip", *words], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False
