"""Who may read the console, and what a browser may do with its pages."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import ipaddress
from collections.abc import Awaitable, Callable

from aiohttp import web
from aiohttp.typedefs import Middleware

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

MIN_TOKEN = 16
"""Characters of a token: a shorter one can be guessed."""

_COOKIE = "communique_console"
_COOKIE_SECONDS = 7 * 24 * 3600
_WRONG_TOKEN_PAUSE = 1.0  # seconds
_OPEN_PATHS = ("/login", "/static/")
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


class Guard:
    """Lets in who has the token; where there is none, everybody who asks for this machine by a name of its own.

    The cookie holds a digest of the token, so whoever reads it has not the token itself.
    """

    def __init__(self, token: str | None) -> None:
        self._token = token
        self._pass = (
            hashlib.blake2b(b"communique console" + token.encode(), digest_size=32).hexdigest() if token else ""
        )

    def admits(self, request: web.Request) -> bool:
        """Whether the request carries the token, as a bearer or in the cookie; compared in constant time."""
        if self._token is None:
            return True
        scheme, _, given = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "bearer" and _same(given.strip(), self._token):
            return True
        return _same(request.cookies.get(_COOKIE, ""), self._pass)

    async def login(self, request: web.Request, given: str, response: web.StreamResponse) -> bool:
        """Give the response the cookie if the token is right; a wrong one is answered after a pause."""
        if self._token is None or not _same(given.strip(), self._token):
            await asyncio.sleep(_WRONG_TOKEN_PAUSE)
            return False
        encrypted = request.secure or request.headers.get("X-Forwarded-Proto") == "https"
        response.set_cookie(
            _COOKIE, self._pass, max_age=_COOKIE_SECONDS, httponly=True, samesite="Strict", secure=encrypted
        )
        return True

    def middleware(self) -> Middleware:
        """Turns away who may not read."""

        @web.middleware
        async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
            # A page elsewhere can have its own name resolve to 127.0.0.1 and read what stands there without a token.
            if self._token is None and not is_loopback(request.url.host or ""):
                raise web.HTTPForbidden(text="Ask for this console as localhost or 127.0.0.1.")
            if not request.path.startswith(_OPEN_PATHS) and not self.admits(request):
                if "text/html" in request.headers.get("Accept", ""):
                    raise web.HTTPSeeOther("/login")
                raise web.HTTPUnauthorized(
                    text="A token is needed: Authorization: Bearer …", headers={"WWW-Authenticate": "Bearer"}
                )
            return await handler(request)

        return check


async def harden(_: web.Request, response: web.StreamResponse) -> None:
    """Puts the headers that bound what a browser does with an answer on it: for the signal `on_response_prepare`."""
    response.headers.update(_HEADERS)
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.pop("Server", None)


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode(errors="surrogateescape"), wanted.encode(errors="surrogateescape"))
