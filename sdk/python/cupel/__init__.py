"""Client of a Cupel service. Times are seconds, sizes are bytes; shapes are told in openapi.json."""

from .client import Cupel
from .error import CupelApiError
from .webhook import WebhookError, verify_webhook

__all__ = ["Cupel", "CupelApiError", "WebhookError", "verify_webhook"]
