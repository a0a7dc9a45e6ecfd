"""One form for each address, so that the same page met twice is one page."""

import re
from urllib.parse import SplitResult, parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from tld import get_fld

from pipelines.articles.addresses import is_loopback_url

_TRACKING = re.compile(
    r"(utm_\w+|fbclid|gclid|gclsrc|dclid|wbraid|gbraid|msclkid|yclid|twclid|igshid|mc_cid|mc_eid|mkt_tok|_hs\w+|hsctatracking"
    r"|oly_\w+|vero_\w+|ncid|cmpid|cmp|smid|smtyp|sr_share|at_medium|at_campaign|at_\w+|ref_src|ref_url|guccounter|guce_\w+"
    r"|_ga|_gl|spm|xtor|wt_mc|pk_\w+|mtm_\w+|ito|ocid|soc_src|soc_trk|feature=share)\Z",
    re.IGNORECASE,
)
_DEFAULT_PORTS = {"http": 80, "https": 443}


def canonicalise(url: str) -> str | None:
    """The address without tracking parameters, fragment, default port and user name; null when it is none of the web's."""
    try:
        parts = urlsplit(url.strip())
        port, host = parts.port, (parts.hostname or "").rstrip(".")
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not host or len(url) > 2000:
        return None
    shown = f"[{host}]" if ":" in host else host
    netloc = f"{shown}:{port}" if port not in (None, _DEFAULT_PORTS[parts.scheme]) else shown
    query = urlencode(
        [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(key)]
    )
    return urlunsplit((parts.scheme, netloc, _path(parts), query, ""))


def canonical_address(fetched: str, declared: str | None) -> str | None:
    """The address a page is known by: the one it declares, if it may speak for it, else where it was fetched.

    A page may declare an address of its own site. Only the sample newsroom, which is served from this machine, may
    speak for the hosts of others: anyone else could put words under a stranger's address.
    """
    own = canonicalise(fetched)
    wished = canonicalise(urljoin(fetched, declared)) if declared else None
    if own is None or wished is None or (urlsplit(wished).path == "/" and urlsplit(own).path != "/"):
        return own
    if is_loopback_url(fetched) or site(own) == site(wished):
        return wished
    return own


def site(url: str) -> str:
    """The registrable domain; on shared hosting (blogs under one roof) the blog's own host."""
    known = get_fld(url, fail_silently=True, search_private=True)
    host = (urlsplit(url).hostname or "").lower()
    if known or ":" in host or host.rsplit(".", 1)[-1].isdigit():
        return known or host
    return ".".join(host.split(".")[-2:])  # under an ending that is in no list


def _path(parts: SplitResult) -> str:
    return re.sub(r"/{2,}", "/", parts.path) or "/"
