from __future__ import annotations

import http.client
import json
import time
import urllib.parse
import uuid
from typing import Any, Iterator

from .error import CupelApiError
from .transport import Transport

FINAL = {"done", "failed", "cancelled"}


class Cupel:
    """Speaks with a Cupel service. Every method raises CupelApiError for what the service refuses."""

    def __init__(self, base_url: str, api_key: str | None = None, *, tries: int = 4, timeout: float = 60.0) -> None:
        self._transport = Transport(base_url, api_key, tries, timeout)

    def run(self, request: dict[str, Any], *, timeout: float | None = None, idempotency_key: str | None = None) -> dict[str, Any]:
        """Runs a program and waits for its result, however long that takes."""
        try:
            return self._submit(request, {"wait": "true"}, idempotency_key)
        except CupelApiError as error:
            if error.status != 408 or error.id is None:
                raise
            return self.wait(error.id, timeout=timeout)

    def submit(self, request: dict[str, Any], *, idempotency_key: str | None = None) -> dict[str, Any]:
        """Hands a program in; the answer holds its id."""
        return self._submit(request, {}, idempotency_key)

    def result(self, submission: str, *, base64: bool = False) -> dict[str, Any]:
        query = {"encoding": "base64"} if base64 else {}
        return self._transport.call("GET", f"/api/result/{_quote(submission)}", query=query, repeatable=True)

    def wait(self, submission: str, *, timeout: float | None = None) -> dict[str, Any]:
        """Asks until the submission has reached its end; raises `wait_timeout` where the time runs out first."""
        until = None if timeout is None else time.monotonic() + timeout
        pause = 0.04
        while True:
            result = self.result(submission)
            if result["status"] in ("completed", "error"):
                return result
            if until is not None and time.monotonic() + pause > until:
                raise CupelApiError(408, {"error": f"no result within {timeout} s", "code": "wait_timeout", "id": submission})
            time.sleep(pause)
            pause = min(0.6, pause * 1.5)

    def stream(self, submission: str, *, after: str | None = None) -> Iterator[dict[str, Any]]:
        """What happens to a submission, to its end: `{"id", "kind", "data"}`. A broken connection is made anew."""
        last = after
        quiet = 0
        path = f"/api/submissions/{_quote(submission)}/events"
        while True:
            headers = {} if last is None else {"Last-Event-ID": last}
            with self._transport.open("GET", path, headers=headers, repeatable=True) as body:
                for event in _events(body):
                    quiet = 0
                    last = event.get("id") or last
                    yield event
                    if event["kind"] in FINAL:
                        return
            time.sleep(min(5.0, 0.25 * 2**quiet))
            quiet += 1

    def batch(self, submissions: list[dict[str, Any]], *, idempotency_key: str | None = None) -> dict[str, Any]:
        """Hands in many at once; each is accepted or refused by itself."""
        headers = {"Idempotency-Key": idempotency_key or str(uuid.uuid4())}
        return self._transport.call("POST", "/api/batch", body={"submissions": submissions}, headers=headers, repeatable=True)

    def cancel(self, submission: str) -> dict[str, Any]:
        return self._transport.call("POST", f"/api/submissions/{_quote(submission)}/cancel", repeatable=False)

    def delete(self, submission: str) -> None:
        self._transport.call("DELETE", f"/api/submissions/{_quote(submission)}", repeatable=False)

    def languages(self) -> list[str]:
        return self._transport.call("GET", "/api/languages", repeatable=True)

    def health(self) -> dict[str, Any]:
        return self._transport.call("GET", "/api/health", repeatable=True)

    def _submit(self, request: dict[str, Any], query: dict[str, str], key: str | None) -> dict[str, Any]:
        headers = {"Idempotency-Key": key or str(uuid.uuid4())}
        return self._transport.call("POST", "/api/submit", query=query, body=request, headers=headers, repeatable=True)


def _quote(segment: str) -> str:
    return urllib.parse.quote(segment, safe="")


def _events(body: Any) -> Iterator[dict[str, Any]]:
    """Reads server-sent events. A last one that was cut off is left out: whoever resumes gets it whole."""
    fields: dict[str, str] = {}
    try:
        for raw in body:
            line = raw.decode().rstrip("\r\n")
            if line:
                name, _, value = line.partition(":")
                fields[name] = value.removeprefix(" ")
                continue
            if "data" in fields:
                event = {"kind": fields.get("event", "message"), "data": json.loads(fields["data"])}
                yield {"id": fields["id"], **event} if "id" in fields else event
            fields = {}
    except (OSError, http.client.HTTPException):
        return
