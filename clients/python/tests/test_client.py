"""What the client makes of a service's answers."""

import socket
import time
import unittest

from giqa import Giqa, GiqaError, RequestRefused, ServiceUnreachable
from service_stub import ServiceStub, refusal, results

IMAGES = [b"image %d" % number for number in range(10)]


class ClientTests(unittest.TestCase):
    def test_score_of_more_than_a_batch_sends_batches_and_keeps_the_order(self):
        with ServiceStub(lambda names: results(names)) as service:
            scores = Giqa(service.url, batch_images=4).score(IMAGES)
        self.assertEqual([4, 4, 2], service.batches)
        self.assertEqual(list(range(10)), [score.index for score in scores])
        self.assertEqual("image-7", scores[7].image)

    def test_score_of_many_bytes_keeps_to_the_bytes_of_a_batch(self):
        with ServiceStub(lambda names: results(names)) as service:
            Giqa(service.url, batch_bytes=20).score([b"x" * 9, b"x" * 9, b"x" * 9, b"x" * 50, b"x"])
        self.assertEqual([2, 1, 1, 1], service.batches)

    def test_score_of_a_generator_sends_each_batch_when_it_is_full(self):
        drawn = []

        def endless():
            while True:
                drawn.append(1)
                yield b"image"

        with ServiceStub(lambda names: results(names)) as service:
            scores = Giqa(service.url, batch_images=3).score_each(endless())
            for _ in range(3):
                next(scores)
        self.assertLessEqual(len(drawn), 4)

    def test_a_batch_that_is_too_large_is_halved_until_it_is_taken(self):
        too_many = lambda names: results(names) if len(names) <= 3 else refusal(413, "more than the 3 images allowed")
        with ServiceStub(too_many) as service:
            self.assertEqual(10, len(Giqa(service.url).score(IMAGES)))
        self.assertEqual([10, 5, 2, 3, 5, 2, 3], service.batches)

    def test_one_image_that_is_too_large_is_a_result(self):
        with ServiceStub(lambda names: refusal(413, "larger than the 5 bytes allowed") if "image-1" in names else results(names)) as service:
            scores = Giqa(service.url).score(IMAGES[:3])
        self.assertEqual(["ok", "too-large", "ok"], [score.status for score in scores])
        self.assertEqual("larger than the 5 bytes allowed", scores[1].detail)

    def test_a_batch_that_takes_too_long_is_halved(self):
        with ServiceStub(lambda names: results(names) if len(names) == 1 else refusal(503, "took longer than the 2 seconds allowed")) as service:
            self.assertEqual(4, len(Giqa(service.url).score(IMAGES[:4])))

    def test_a_busy_service_is_asked_again_when_it_says(self):
        for status in (429, 503):
            answers = [refusal(status, "busy", Retry_After="1"), results(["a"])]
            started = time.monotonic()
            with ServiceStub(lambda names: answers.pop(0)) as service:
                self.assertTrue(Giqa(service.url).score(b"a")[0].ok)
            self.assertGreaterEqual(time.monotonic() - started, 1.0)

    def test_a_service_that_stays_busy_ends_in_its_own_words(self):
        with ServiceStub(lambda names: refusal(429, "64 requests are under way", Retry_After="30")) as service:
            with self.assertRaises(RequestRefused) as caught:
                Giqa(service.url, patience=5).score(b"a")
        self.assertEqual(("64 requests are under way", 429, 30.0), (str(caught.exception), caught.exception.status, caught.exception.retry_after))
        self.assertEqual(1, len(service.requests))

    def test_images_without_a_score_are_results_also_where_none_has_one(self):
        rows = [{"image": "a", "score": None, "quality": None, "status": "truncated", "detail": "ends early"}]
        with ServiceStub(lambda names: (422, {}, {"detail": "'a' has no score", "results": rows})) as service:
            score, = Giqa(service.url).score(b"a")
        self.assertEqual((False, "truncated", "ends early", None), (score.ok, score.status, score.detail, score.quality))

    def test_a_refusal_has_the_words_of_the_service(self):
        with ServiceStub(lambda names: refusal(404, "there is no model 'x' here; there are m")) as service:
            with self.assertRaisesRegex(RequestRefused, "there is no model 'x' here; there are m"):
                Giqa(service.url, model="x").score(b"a")
        self.assertEqual("/v1/score?model=x", service.requests[0][0])

    def test_an_answer_of_something_else_says_so(self):
        for answer in [(200, {}, b"<html>"), (200, {}, b"[]"), (200, {}, {"results": []}), (502, {}, b"<html>")]:
            with ServiceStub(lambda names: answer) as service:
                with self.assertRaises(GiqaError):
                    Giqa(service.url).score(b"a")

    def test_the_key_is_sent(self):
        with ServiceStub(lambda names: results(names)) as service:
            Giqa(service.url, key="0123456789abcdef").score(b"a")
        self.assertEqual("Bearer 0123456789abcdef", service.requests[0][1]["Authorization"])

    def test_a_reference_goes_before_the_images_of_every_batch(self):
        with ServiceStub(lambda names: results(names)) as service:
            Giqa(service.url, batch_images=2).score(IMAGES[:3], reference=b"style")
        self.assertEqual([[b"reference", b"image", b"image"], [b"reference", b"image"]], [[field for field, _ in names] for _, _, names in service.requests])

    def test_a_missing_file_is_a_result_and_the_others_have_theirs(self):
        with ServiceStub(lambda names: results(names)) as service:
            scores = Giqa(service.url).score(["/nowhere/a.png", b"b", "/dev/null"])
        self.assertEqual(["unreadable", "ok", "unreadable"], [score.status for score in scores])
        self.assertEqual([1], service.batches)

    def test_names_of_every_kind_travel(self):
        with ServiceStub(lambda names: results(names)) as service:
            Giqa(service.url).score(_Named('a "b"\r\nä'))
        self.assertEqual(b"a%20%22b%22%0D%0A%C3%A4", service.requests[0][2][0][1])

    def test_nobody_there_and_no_answer_are_said_in_one_line(self):
        with socket.socket() as silent:
            silent.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{silent.getsockname()[1]}"
            with self.assertRaisesRegex(ServiceUnreachable, "is 'giqa serve' running there"):
                Giqa(url).health()
            silent.listen()
            with self.assertRaisesRegex(ServiceUnreachable, "no answer from http://127.0.0.1:[0-9]+ within 0.2 seconds"):
                Giqa(url, timeout=0.2).score(b"a")

    def test_what_is_no_address_is_refused_at_once(self):
        for url in ["", "ftp://a", "http://", "http://a:b", "http://a:99999"]:
            with self.assertRaisesRegex(GiqaError, "not the address of a service"):
                Giqa(url)


class _Named:
    """As much of a PIL image as the client looks at."""

    mode = "RGB"

    def __init__(self, filename):
        self.filename = filename

    def save(self, buffer, *_, **__):
        buffer.write(b"image")
