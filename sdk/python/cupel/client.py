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
        return self._post("/api/batch", {}, {"submissions": submissions}, idempotency_key)

    def grade(self, request: dict[str, Any], *, idempotency_key: str | None = None) -> dict[str, Any]:
        """Grades a program by the `test_cases` that come with it and waits for its points, however long that takes."""
        try:
            return self._post("/api/grade", {"wait": "true"}, request, idempotency_key)
        except CupelApiError as error:
            if error.status != 408 or error.id is None:
                raise
            self.wait(error.id)
            return self._transport.call("GET", f"/api/grade/{_quote(error.id)}", repeatable=True)

    def grade_batch(self, request: dict[str, Any], *, idempotency_key: str | None = None) -> dict[str, Any]:
        """Up to 500 `submissions`, each with its `student_id`, by the same `test_cases`."""
        return self._post("/api/grade/batch", {}, request, idempotency_key)

    def follow_batch(self, batch: str) -> Iterator[dict[str, Any]]:
        """Each `result` of a batch as it comes, with `progress`, to `done`. A broken connection is made anew."""
        told: set[str] = set()
        while True:
            with self._transport.open("GET", f"/api/grade/batch/{_quote(batch)}/events", repeatable=True) as body:
                for event in _events(body):
                    if event["kind"] == "result":
                        if event["data"]["id"] in told:
                            continue
                        told.add(event["data"]["id"])
                    yield event
                    if event["kind"] == "done":
                        return
            time.sleep(0.5)

    def judge(self, problem: str, request: dict[str, Any], *, idempotency_key: str | None = None) -> dict[str, Any]:
        """Submits a program to a problem (an id or a slug) and waits for its result."""
        try:
            return self._post(f"/api/problems/{_quote(problem)}/submissions", {"wait": "true"}, request, idempotency_key)
        except CupelApiError as error:
            if error.status != 408 or error.id is None:
                raise
            return self.wait(error.id)

    def submit_to_problem(self, problem: str, request: dict[str, Any], *, idempotency_key: str | None = None) -> dict[str, Any]:
        """Submits a program to a problem; the answer holds its id."""
        return self._post(f"/api/problems/{_quote(problem)}/submissions", {}, request, idempotency_key)

    def problems(self, **query: Any) -> dict[str, Any]:
        return self._transport.call("GET", "/api/problems", query=query, repeatable=True)

    def problem(self, problem: str) -> dict[str, Any]:
        return self._transport.call("GET", f"/api/problems/{_quote(problem)}", repeatable=True)

    def create_problem(self, slug: str, archive: bytes, *, publish: bool = False) -> dict[str, Any]:
        """Makes a problem of a zipped package; needs the scope `setter`."""
        query = {"slug": slug, "publish": str(publish).lower()}
        return self._transport.call("POST", "/api/problems", query=query, body=archive, repeatable=False)

    def add_version(self, problem: str, archive: bytes, *, publish: bool = False) -> dict[str, Any]:
        path = f"/api/problems/{_quote(problem)}/versions"
        return self._transport.call("POST", path, query={"publish": str(publish).lower()}, body=archive, repeatable=False)

    def cancel(self, submission: str) -> dict[str, Any]:
        return self._transport.call("POST", f"/api/submissions/{_quote(submission)}/cancel", repeatable=False)

    def delete(self, submission: str) -> None:
        self._transport.call("DELETE", f"/api/submissions/{_quote(submission)}", repeatable=False)

    def languages(self) -> list[str]:
        return self._transport.call("GET", "/api/languages", repeatable=True)

    def health(self) -> dict[str, Any]:
        return self._transport.call("GET", "/api/health", repeatable=True)

    def _submit(self, request: dict[str, Any], query: dict[str, str], key: str | None) -> dict[str, Any]:
        return self._post("/api/submit", query, request, key)

    def _post(self, path: str, query: dict[str, str], body: dict[str, Any], key: str | None) -> dict[str, Any]:
        headers = {"Idempotency-Key": key or str(uuid.uuid4())}
        return self._transport.call("POST", path, query=query, body=body, headers=headers, repeatable=True)


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
