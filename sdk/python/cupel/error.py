from __future__ import annotations

from typing import Any


class CupelApiError(Exception):
    """What the service refused, in its own words; or that it could not be reached, with status 0."""

    def __init__(self, status: int, body: Any, retry_after: float | None = None) -> None:
        told = body if isinstance(body, dict) else {}
        super().__init__(told.get("error") or f"the service answered {status}")
        self.status = status
        self.code: str = told.get("code", "unknown")
        self.field: str | None = told.get("field")
        # Of an answer that told it: a submission that goes on although waiting has ended.
        self.id: str | None = told.get("id")
        self.retry_after = retry_after
