from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import time
from typing import Mapping


class WebhookError(Exception):
    """The webhook is not to be believed."""


def verify_webhook(body: bytes, headers: Mapping[str, str], secret: str, *, tolerance: float = 300, now: float | None = None) -> str:
    """Whether a webhook is from the service and no older than the tolerance (seconds).

    `body` is exactly what came, before anything parsed it. Returns the message's id, which the receiver keeps: the same id
    again is the same message. Raises WebhookError.
    """
    given = {name.lower(): value for name, value in headers.items()}
    try:
        message, stamp, signatures = (given[f"webhook-{name}"] for name in ("id", "timestamp", "signature"))
    except KeyError as error:
        raise WebhookError(f"the header {error} is missing") from None
    moment = time.time() if now is None else now
    if not (stamp.isascii() and stamp.isdigit() and abs(moment - int(stamp)) <= tolerance):
        raise WebhookError("the webhook is too old, or from the future")
    digest = hmac.new(_key(secret), f"{message}.{stamp}.".encode() + body, hashlib.sha256).digest()
    for one in signatures.split(" "):
        version, _, text = one.partition(",")
        if version == "v1" and hmac.compare_digest(_decoded(text), digest):
            return message
    raise WebhookError("the signature of the webhook is not ours")


def _key(secret: str) -> bytes:
    # Standard Webhooks writes secrets as `whsec_` and base64; older clients use the text itself as the key.
    return _decoded(secret[6:]) if secret.startswith("whsec_") else secret.encode()


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
