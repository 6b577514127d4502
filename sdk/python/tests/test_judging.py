"""Against a running service with a problem "echo": see tests/judge-service/python-sdk.test.ts."""

import os
import unittest

from cupel import Cupel, CupelApiError

TESTS = [{"input": "2", "expected_output": "4"}, {"input": "3", "expected_output": "7", "hidden": True}]
DOUBLE = {"language": "python", "code": "print(int(input()) * 2)"}


class JudgingTest(unittest.TestCase):
    def setUp(self) -> None:
        self.client = Cupel(os.environ["CUPEL_TEST_URL"], os.environ["CUPEL_TEST_KEY"])

    def test_grade(self) -> None:
        graded = self.client.grade({**DOUBLE, "test_cases": TESTS})
        self.assertEqual((graded["passed_count"], graded["failed_count"], graded["percentage"]), (1, 1, 50))
        self.assertEqual(graded["test_results"][1]["actual_output"], "[hidden]")

    def test_batch(self) -> None:
        submissions = [{**DOUBLE, "student_id": name} for name in ("a", "b")]
        batch = self.client.grade_batch({"submissions": submissions, "test_cases": TESTS})["batch_id"]
        events = list(self.client.follow_batch(batch))
        students = sorted(event["data"]["student_id"] for event in events if event["kind"] == "result")
        self.assertEqual((students, events[-1]["kind"]), (["a", "b"], "done"))

    def test_problem(self) -> None:
        self.assertEqual(self.client.problem("echo")["samples"][0]["input"], "sample\n")
        result = self.client.judge("echo", {"language": "python", "code": "print(input())"})
        self.assertEqual((result["verdict"], result["judging"]["version"]), ("AC", 1))
        submission = self.client.submit_to_problem("echo", {"language": "python", "code": "print(1)"})["id"]
        self.assertEqual(self.client.wait(submission)["verdict"], "WA")
        self.assertIn("echo", [problem["slug"] for problem in self.client.problems()["items"]])

    def test_scope(self) -> None:
        with self.assertRaises(CupelApiError) as refused:
            self.client.create_problem("mine", b"PK")
        self.assertEqual((refused.exception.status, refused.exception.code), (403, "scope_missing"))


if __name__ == "__main__":
    unittest.main()
