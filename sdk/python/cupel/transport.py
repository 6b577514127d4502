from __future__ import annotations

import json
import random
import time
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

from .error import CupelApiError

REPEATED = {0, 429, 502, 503, 504}
LONGEST_PAUSE = 10.0


class Transport:
    """Sends one call, again where that is harmless and may help."""

    def __init__(self, base_url: str, api_key: str | None, tries: int, timeout: float) -> None:
        self._base = base_url.rstrip("/")
        self._key = api_key
        self._tries = tries
        self._timeout = timeout

    def open(self, method: str, path: str, *, query: dict[str, Any] | None = None, body: Any = None,
             headers: dict[str, str] | None = None, repeatable: bool) -> Any:
        """The answer as a file. Raises CupelApiError."""
        for turn in range(1, self._tries + 1):
            try:
                return self._attempt(method, path, query or {}, body, headers or {})
            except CupelApiError as error:
                # Who is told to stay away for an hour is not kept waiting only to hear it again.
                is_soon = (error.retry_after or 0) <= LONGEST_PAUSE
                if not repeatable or not is_soon or error.status not in REPEATED or turn == self._tries:
                    raise
                time.sleep(_pause(turn, error.retry_after))
        raise AssertionError("unreachable")

    def call(self, method: str, path: str, **options: Any) -> Any:
        with self.open(method, path, **options) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def _attempt(self, method: str, path: str, query: dict[str, Any], body: Any, headers: dict[str, str]) -> Any:
        search = urllib.parse.urlencode({name: value for name, value in query.items() if value is not None})
        url = f"{self._base}{path}{'?' + search if search else ''}"
        # Bytes are an archive, everything else is JSON.
        is_archive = isinstance(body, (bytes, bytearray))
        data = body if body is None or is_archive else json.dumps(body).encode()
        request = urllib.request.Request(url, data=data, method=method, headers=headers)
        if data is not None:
            request.add_header("Content-Type", "application/zip" if is_archive else "application/json")
        if self._key is not None:
            request.add_header("x-api-key", self._key)
        try:
            return urllib.request.urlopen(request, timeout=self._timeout)
        except urllib.error.HTTPError as error:
            raise _refusal(error) from None
        except (urllib.error.URLError, OSError) as error:
            raise CupelApiError(0, {"error": f"the service cannot be reached: {error}", "code": "unreachable"}) from error


def _refusal(error: urllib.error.HTTPError) -> CupelApiError:
    with error:
        try:
            body = json.loads(error.read())
        except ValueError:
            body = None
    after = error.headers.get("retry-after", "")
    return CupelApiError(error.code, body, float(after) if after.isdigit() else None)


def _pause(turn: int, retry_after: float | None) -> float:
    # What the service asks for, else twice as long each time; spread, so that many clients do not come back as one.
    wanted = 0.1 * 2**turn if retry_after is None else retry_after
    return min(LONGEST_PAUSE, wanted * (1 + random.random() / 4))
