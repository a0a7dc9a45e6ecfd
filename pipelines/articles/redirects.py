"""Addresses of Google News that hold the publisher's own address, read without asking anybody.

Until 2024 the last part of the path was a protobuf message in base64 with the address in its fourth field. Newer ones hold a
token that Google alone can resolve: such an entry keeps its address, and its page, which holds no article, is set aside.
"""

import base64
import binascii
from urllib.parse import urlsplit

from pipelines.articles.addresses import AddressRefusedError, check_address

_HEAD = b"\x08\x13\x22"  # field 1 is the number 19, field 4 a text


def target_of(url: str) -> str | None:
    """The publisher's address inside an address of Google News; null for every other, and where it holds none."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    *folders, token = parts.path.split("/")
    if host != "news.google.com" or "articles" not in folders or len(token) > 4000:
        return None
    try:
        message = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        return None
    text = _fourth_field(message) if message.startswith(_HEAD) else None
    if text is None:
        return None
    try:
        check_address(text)
    except AddressRefusedError:
        return None
    return text


def _fourth_field(message: bytes) -> str | None:
    length = shift = 0
    for place in range(len(_HEAD), min(len(_HEAD) + 3, len(message))):
        length |= (message[place] & 0x7F) << shift
        shift += 7
        if message[place] < 0x80:
            raw = message[place + 1 : place + 1 + length]
            return raw.decode("ascii", errors="replace") if len(raw) == length else None
    return None
