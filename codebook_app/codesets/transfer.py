"""One request for a file at an official place, on a thread of its own.

Who waits for it stays free to stop: a place that sends nothing holds up nobody. Redirections are
followed within the place's own site only, and never from https to http.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING

from codebook_app import __version__
from codebook_app.errors import KnownError
from codebook_app.progress import CancelToken

if TYPE_CHECKING:
    import httpx

_MOST_REDIRECTIONS = 5
_REDIRECTIONS = frozenset({301, 302, 303, 307, 308})
_POLL = 0.05  # seconds between two looks at whether to stop
_WAITING = 64  # pieces that may wait to be written


class BrokenTransfer(Exception):  # noqa: N818 - it is tried again before it is a fault
    """The transfer ended before its end, or the place is busy; *why* in words."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Unreachable(BrokenTransfer):
    """No connection to the place was made."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds, and how often to try again.

    *connect* for a connection, *silence* between two pieces, *pause* before the first new attempt
    (doubled with each); *attempts* in a row may bring nothing.
    """

    connect: float = 15.0
    silence: float = 30.0
    attempts: int = 4
    pause: float = 1.0


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of an answer: its *status*, and its *headers* by names in small letters."""

    status: int
    headers: Mapping[str, str]


class Transfer:
    """An answer on its way: first its :attr:`head`, then its :meth:`pieces`."""

    def __init__(
        self,
        url: str,
        headers: Mapping[str, str],
        patience: Patience,
        cancel: CancelToken | None,
    ) -> None:
        """Ask for *url*.

        Raises:
            BrokenTransfer: no answer came.
            KnownError: the redirections are refused, or the proxy settings are at fault.
            Cancelled: *cancel* was raised.
        """
        self._cancel = cancel
        self._waiting: queue.Queue[Head | bytes | Exception | None] = queue.Queue(_WAITING)
        self._over = threading.Event()
        request = {"User-Agent": f"Codebook/{__version__}", "Accept-Encoding": "identity"}
        arguments = (url, {**request, **headers}, patience)
        threading.Thread(target=self._run, args=arguments, daemon=True).start()
        first = self._next()
        if not isinstance(first, Head):
            raise BrokenTransfer("no answer came")
        self.head = first

    def pieces(self) -> Iterator[bytes]:
        """Yield the body; BrokenTransfer where it ends too early, Cancelled as asked."""
        while isinstance(piece := self._next(), bytes):
            yield piece

    def close(self) -> None:
        """Want no more of it."""
        self._over.set()

    def _next(self) -> Head | bytes | None:
        while True:
            if self._cancel is not None and self._cancel.cancelled:
                self.close()
                self._cancel.raise_if_cancelled()
            try:
                following = self._waiting.get(timeout=_POLL)
            except queue.Empty:
                continue
            if isinstance(following, Exception):
                raise following
            return following

    def _run(self, url: str, headers: Mapping[str, str], patience: Patience) -> None:
        try:
            self._ask(url, headers, patience)
            self._put(None)
        except Exception as fault:  # raised again on the thread that waits
            self._put(fault)

    def _put(self, following: Head | bytes | Exception | None) -> bool:
        """Hand over what came; false once nobody wants it."""
        while not self._over.is_set():
            try:
                self._waiting.put(following, timeout=_POLL)
            except queue.Full:
                continue
            return True
        return False

    def _ask(self, url: str, headers: Mapping[str, str], patience: Patience) -> None:
        # Imported late: only who asks for a download needs it.
        import httpx

        timeout = httpx.Timeout(patience.silence, connect=patience.connect)
        try:
            client = httpx.Client(
                verify=httpx.create_ssl_context(),
                follow_redirects=False,
                timeout=timeout,
                headers=dict(headers),
            )
        except (ValueError, ImportError, httpx.InvalidURL) as fault:
            raise KnownError(
                f"The proxy settings of this computer cannot be used ({fault}).",
                "Correct the variables HTTPS_PROXY and HTTP_PROXY.",
            ) from fault
        with closing(client), _faults(url, patience):
            at = httpx.URL(url)
            for _ in range(_MOST_REDIRECTIONS + 1):
                with client.stream("GET", at) as response:
                    if response.status_code not in _REDIRECTIONS:
                        self._hand_over(response)
                        return
                    at = _redirected(at, response)
        raise KnownError(
            f"{url} sends on and on, more than {_MOST_REDIRECTIONS} times.",
            "See the publisher's page for where the file is now.",
        )

    def _hand_over(self, response: httpx.Response) -> None:
        if not self._put(Head(response.status_code, dict(response.headers))):
            return
        for piece in response.iter_raw():
            if not self._put(piece):
                return


def _redirected(at: httpx.URL, response: httpx.Response) -> httpx.URL:
    location = response.headers.get("location", "")
    to = at.join(location)
    if not location or to.scheme not in {"http", "https"} or not to.host:
        raise KnownError(
            f"{at} sends on to nowhere.", "See the publisher's page for where the file is now."
        )
    if _site(to.host) != _site(at.host):
        raise KnownError(
            f"{at} sends on to another site, {to.host}; nothing was fetched from there.",
            "A network that wants a sign-in does so. Otherwise see the publisher's page.",
        )
    if at.scheme == "https" and to.scheme == "http":
        raise KnownError(
            f"{at} sends on to an address that is not encrypted, {to}.",
            "See the publisher's page for where the file is now.",
        )
    return to


def _site(host: str) -> str:
    """Return what hosts of one publisher have in common: ``cms.gov`` of ``www.cms.gov``."""
    try:
        return str(ip_address(host))
    except ValueError:
        return ".".join(host.lower().rstrip(".").split(".")[-2:])


@contextmanager
def _faults(url: str, patience: Patience) -> Iterator[None]:
    """Turn what a connection can run into to a broken transfer or a clear line."""
    import httpx

    try:
        yield
    except (httpx.ConnectTimeout, httpx.ConnectError, httpx.ProxyError) as fault:
        raise Unreachable(str(fault) or "it does not answer") from fault
    except httpx.TimeoutException as fault:
        raise BrokenTransfer(f"nothing came for {patience.silence:g} seconds") from fault
    except httpx.TransportError as fault:
        raise BrokenTransfer(f"the connection broke off: {fault}") from fault
    except httpx.InvalidURL as fault:
        raise KnownError(f"{url} is no address ({fault}).") from fault
