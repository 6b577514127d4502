"""Against a running service, whose address is in CUPEL_TEST_URL: see tests/server/python-sdk.test.ts."""

import base64
import hashlib
import hmac
import os
import unittest

from cupel import Cupel, CupelApiError, WebhookError, verify_webhook

HELLO = {"language": "python", "code": "print(1)"}


class ClientTest(unittest.TestCase):
    def setUp(self) -> None:
        self.client = Cupel(os.environ["CUPEL_TEST_URL"])

    def test_run(self) -> None:
        result = self.client.run(HELLO)
        self.assertEqual((result["verdict"], result["stdout"]), ("AC", "1\n"))

    def test_submit_then_wait(self) -> None:
        submission = self.client.submit(HELLO)["id"]
        self.assertEqual(self.client.wait(submission, timeout=20)["status"], "completed")

    def test_stream(self) -> None:
        submission = self.client.submit(HELLO)["id"]
        kinds = [event["kind"] for event in self.client.stream(submission)]
        self.assertEqual((kinds[0], kinds[-1]), ("queued", "done"))

    def test_batch(self) -> None:
        answer = self.client.batch([HELLO, {"language": "nonsense", "code": "x"}])
        self.assertEqual((answer["accepted"], answer["refused"]), (1, 1))
        self.assertEqual(answer["items"][1]["code"], "unsupported_language")

    def test_same_key_same_submission(self) -> None:
        first, second = (self.client.submit(HELLO, idempotency_key="python-1")["id"] for _ in range(2))
        self.assertEqual(first, second)

    def test_refusal(self) -> None:
        with self.assertRaises(CupelApiError) as refused:
            self.client.result("nothing")
        self.assertEqual((refused.exception.status, refused.exception.code), (404, "submission_not_found"))

    def test_unreachable(self) -> None:
        with self.assertRaises(CupelApiError) as refused:
            Cupel("http://127.0.0.1:1", tries=1).languages()
        self.assertEqual((refused.exception.status, refused.exception.code), (0, "unreachable"))


class WebhookTest(unittest.TestCase):
    BODY = b'{"verdict": "AC"}'

    def headers(self, key: bytes, stamp: int = 1000) -> dict:
        digest = hmac.new(key, b"msg_1.%d." % stamp + self.BODY, hashlib.sha256).digest()
        signature = f"v1,AAAA v1,{base64.b64encode(digest).decode()}"
        return {"Webhook-Id": "msg_1", "Webhook-Timestamp": str(stamp), "Webhook-Signature": signature}

    def test_both_kinds_of_secret(self) -> None:
        self.assertEqual(verify_webhook(self.BODY, self.headers(b"plain text"), "plain text", now=1200), "msg_1")
        secret = "whsec_" + base64.b64encode(b"k" * 32).decode()
        self.assertEqual(verify_webhook(self.BODY, self.headers(b"k" * 32), secret, now=1200), "msg_1")

    def test_refusals(self) -> None:
        good = self.headers(b"s")
        for body, headers, secret, now in (
            (self.BODY, good, "s", 1400),
            (self.BODY + b" ", good, "s", 1000),
            (self.BODY, {**good, "Webhook-Id": "msg_2"}, "s", 1000),
            (self.BODY, good, "t", 1000),
            (self.BODY, {}, "s", 1000),
        ):
            with self.assertRaises(WebhookError):
                verify_webhook(body, headers, secret, now=now)


if __name__ == "__main__":
    unittest.main()
