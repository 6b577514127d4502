from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
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
    # Standard Webhooks writes secrets as `whsec_` and base64; any other text is itself the key.
    encoded = re.fullmatch(r"whsec_([A-Za-z0-9+/]+={0,2})", secret)
    return secret.encode() if encoded is None else _decoded(encoded[1])


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
