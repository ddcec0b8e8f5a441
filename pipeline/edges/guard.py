"""The address guard: which addresses may be asked.

Feeds name addresses, and anyone may write a feed. So every hop is checked for scheme and port, and
every socket for the address it is about to connect to: after the name was resolved, at the last
moment, so that no spelling, redirect or change of DNS gets around it. Whoever asks through a proxy
leaves the second check to the proxy.
"""

from __future__ import annotations

import socket
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

from pipeline.errors import Refused, SettingsError

Address = IPv4Address | IPv6Address
PORT_OF = {"http": 80, "https": 443}
LONGEST = 253  #: characters of a host name; RFC 1035, 2.3.4
NAT64 = IPv6Network("64:ff9b::/96")
COMPATIBLE = IPv6Network("::/96")  # IPv4-compatible, RFC 4291, 2.5.5.1


class Blocked(OSError):
    """The guard refused a connection."""


class Guard:
    """Knows the ports and the networks that are allowed beyond the public internet."""

    def __init__(self, ports: tuple[int, ...], allow: tuple[str, ...]) -> None:
        self.ports = frozenset(ports)
        try:
            self.allow = tuple(ip_network(network) for network in allow)
        except ValueError as error:
            raise SettingsError(f"web.allow: {error}; name networks like 10.0.0.0/8") from None

    def check(self, url: str) -> str:
        """Return the host of an address. Raises Refused for what is never asked."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port
        except ValueError as error:
            raise Refused(f"{url[:200]!r}: no address ({error})") from None
        if parts.scheme not in PORT_OF or not host or len(host) > LONGEST:
            raise Refused(f"{url[:200]!r}: only http and https addresses are asked")
        literal = _literal(host)
        if literal and self._named(literal):
            return host
        if literal and not _public(literal):
            raise Refused(f"{url}: {literal} is no public address; see web.allow")
        if not self.allow and (port or PORT_OF[parts.scheme]) not in self.ports:
            raise Refused(f"{url}: port {port} is not asked; see web.ports")
        return host

    def open(self, addr_info: tuple[Any, ...]) -> socket.socket:
        """Return a socket for a resolved address. Raises Blocked unless it may be connected to."""
        family, kind, protocol, _, (name, port, *_) = addr_info
        address = ip_address(name.partition("%")[0])
        if not self._named(address):
            if not _public(address):
                raise Blocked("its address is not public; see web.allow")
            if port not in self.ports:
                raise Blocked("its port is not asked; see web.ports")
        return socket.socket(family, kind, protocol)

    def _named(self, address: Address) -> bool:
        return any(address in network for network in self.allow)


@lru_cache(maxsize=4096)
def _literal(host: str) -> Address | None:
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        return None


def _public(address: Address) -> bool:
    """Tell whether an address is on the public internet, and so is any that it wraps."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if address in NAT64 or address in COMPATIBLE:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None and not _public(inner):
            return False
        if address in COMPATIBLE or address.is_site_local:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved
