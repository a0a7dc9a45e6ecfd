"""Addresses that strangers gave, and what a browser may be told of them."""

from urllib.parse import urlsplit

from pipelines.reporting.rows import one_line


def safe_link(url: str | None) -> str | None:
    """The address if a browser may follow it: http or https, a host, no credentials; else nothing."""
    if not url or url != one_line(url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:  # such as an unfinished IPv6 address
        return None
    return url if parts.scheme in {"http", "https"} and host and "@" not in parts.netloc else None


def host_words(url: str | None) -> str:
    """The host of an address, for want of a publisher's name."""
    link = safe_link(url)
    return (urlsplit(link).hostname or "").removeprefix("www.") if link else ""
