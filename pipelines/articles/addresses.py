"""Which addresses may be asked: public ones on ports of the web. A feed is untrusted, and so is every address in it."""

import ipaddress
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit, urlunsplit

import idna

from pipelines.errors import PermanentError

_PORTS = {"http": 80, "https": 443}
_ALLOWED_PORTS = {80, 443, 8080, 8443}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_NEVER = [ipaddress.ip_network(block) for block in ("64:ff9b:1::/48", "2001::/23", "fec0::/10", "192.88.99.0/24")]
_UNPRINTABLE = re.compile(r"[\x00-\x20\x7f\\]")
_LOOKS_NUMERIC = re.compile(r"(0x[0-9a-f]*|\d+)\Z", re.IGNORECASE)

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


class AddressRefusedError(PermanentError):
    """The address is not one of the public web; no connection was opened."""


@dataclass(frozen=True)
class Target:
    """An address that may be asked: its normal form, and the name to connect to."""

    url: str
    scheme: str
    host: str
    port: int

    @property
    def origin(self) -> str:
        """Scheme, host and port: what robots.txt speaks for and what the limit per host counts."""
        return f"{self.scheme}://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"


def check_address(url: str, *, allow_loopback: bool = False) -> Target:
    """Check everything about an address that can be known without asking for its name.

    Raises:
        AddressRefusedError: The scheme, port, host or form is not allowed.
    """
    if len(url) > 2000 or _UNPRINTABLE.search(url):
        raise AddressRefusedError("refused: the address is too long or holds blanks, control characters or backslashes")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise AddressRefusedError(f"refused: the address cannot be read ({error})") from error
    if parts.scheme not in _PORTS:
        raise AddressRefusedError(f"refused: the scheme {parts.scheme!r} is neither http nor https")
    if "@" in parts.netloc:
        raise AddressRefusedError("refused: the address holds a user name")
    host = _host(parts)
    is_local = is_loopback_name(host)
    if is_local and not allow_loopback:
        raise AddressRefusedError(f"refused: {host} is this machine")
    if not is_local:
        _check_literal(host)
        if (port or _PORTS[parts.scheme]) not in _ALLOWED_PORTS:
            raise AddressRefusedError(f"refused: port {port} is not one of the web's")
    shown = f"[{host}]" if ":" in host else host
    netloc = f"{shown}:{port}" if port is not None and port != _PORTS[parts.scheme] else shown
    normal = urlunsplit((parts.scheme, netloc, parts.path or "/", parts.query, ""))
    return Target(normal, parts.scheme, host, port if port is not None else _PORTS[parts.scheme])


def is_public(address: IPAddress) -> bool:
    """Whether an IP address belongs to the public internet, looking through every way to wrap a v4 address in v6."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = _wrapped(address)
        if inner is not None:
            return is_public(inner)
    if any(address.version == block.version and address in block for block in _NEVER):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def check_resolved(host: str, addresses: list[str], *, allow_loopback: bool = False) -> list[str]:
    """The addresses that a name resolved to, if every one of them is public.

    Raises:
        AddressRefusedError: One is not, which is how an inner network is reached by a public name.
    """
    for text in addresses:
        address = ipaddress.ip_address(text)
        if allow_loopback and address.is_loopback and is_loopback_name(host):
            continue
        if not is_public(address):
            raise AddressRefusedError(f"refused: {host} leads to {address}, which is not a public address")
    return addresses


def is_loopback_url(url: str) -> bool:
    """Whether the host of an address is this machine by name or number."""
    return is_loopback_name((urlsplit(url).hostname or "").lower())


def _host(parts: SplitResult) -> str:
    """The host in the one form that is compared and connected to."""
    # Full-width digits and dots would otherwise become 127.0.0.1 only after the check.
    host = unicodedata.normalize("NFKC", parts.hostname or "").replace("\u3002", ".").lower().rstrip(".")
    if not host or "%" in host:
        raise AddressRefusedError("refused: the address has no host, or one with a zone or an escape")
    if ":" in host:
        return host
    try:
        name = host if host.isascii() else idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError as error:
        raise AddressRefusedError(f"refused: the host is no name ({error})") from error
    if len(name) > 253 or not re.fullmatch(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9])?", name) or ".." in name:
        raise AddressRefusedError("refused: the host is no name")
    return name


def _check_literal(host: str) -> None:
    """Refuse numbers that are not a plain public IP address; decimal, octal and hex forms are never meant well."""
    if ":" not in host and not _LOOKS_NUMERIC.match(host.rsplit(".", 1)[-1]):
        return
    try:
        address = ipaddress.ip_address(host)
    except ValueError as error:
        raise AddressRefusedError(f"refused: the host {host!r} is a number in disguise") from error
    if not is_public(address):
        raise AddressRefusedError(f"refused: {address} is not a public address")


def is_loopback_name(host: str) -> bool:
    """Whether a host is one of the names of this machine."""
    return host in {"localhost", "127.0.0.1", "::1"} or host.endswith(".localhost")


def _wrapped(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The v4 address inside a v6 one: mapped, compatible, 6to4 or NAT64."""
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address in _NAT64 or (int(address) >> 32 == 0 and int(address) > 1):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None
