"""The client against the running service, and an exported model in this process, beside what ``giqa score`` printed.

The test of the repository that runs this sets GIQA_TEST_URL, GIQA_TEST_SMALL_URL (a service of 3 images and 1 MiB a request),
GIQA_TEST_FOLDER with images/, scores.json, picked.json and scorer.onnx, and GIQA_TEST_ONNXRUNTIME, the library of ONNX Runtime.
"""

import json
import os
import sys
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy
import PIL.Image
from giqa import ExportedModel, Giqa, GiqaError, RequestRefused

URL = os.environ.get("GIQA_TEST_URL")
FOLDER = Path(os.environ.get("GIQA_TEST_FOLDER", "."))
if os.environ.get("GIQA_TEST_ONNXRUNTIME"):
    sys.path.insert(0, str(Path(__file__).parent / "ort"))


def printed():
    return json.loads((FOLDER / "scores.json").read_text())["scores"]


def rows(scores):
    return [(score.image, score.score, score.quality, score.status) for score in scores]


@unittest.skipUnless(URL, "GIQA_TEST_URL names no service")
class ServiceTests(unittest.TestCase):
    def setUp(self):
        self.giqa = Giqa(URL)

    def test_a_folder_has_the_numbers_of_giqa_score(self):
        self.assertEqual([(row["image"], row["score"], row["quality"], row["status"]) for row in printed()], rows(self.giqa.score(FOLDER / "images")))

    def test_paths_pil_images_and_arrays_have_the_same_numbers(self):
        good = [row for row in printed() if row["status"] == "ok"]
        paths = [FOLDER / "images" / row["image"] for row in good]
        pictures = [PIL.Image.open(path) for path in paths]
        arrays = [numpy.asarray(picture) if picture.mode in ("L", "RGB", "RGBA") else picture for picture in pictures]
        expected = [(row["score"], row["quality"]) for row in good]
        for images in (paths, pictures, arrays, [path.read_bytes() for path in paths]):
            self.assertEqual(expected, [(score.score, score.quality) for score in self.giqa.score(images)])

    def test_pick_keeps_what_the_service_keeps(self):
        picked = self.giqa.pick(FOLDER / "images", keep=0.4)
        expected = json.loads((FOLDER / "picked.json").read_text())
        for kind in ("kept", "rejected", "unusable"):
            self.assertEqual([row["image"] for row in expected[kind]], [score.image for score in getattr(picked, kind)])

    def test_compare_finds_the_noisy_images_worse(self):
        good = [FOLDER / "images" / row["image"] for row in printed() if row["status"] == "ok"]
        chance = numpy.random.default_rng(1)
        noisy = [(numpy.asarray(PIL.Image.open(path).convert("RGB")) * 0.4 + chance.random((32, 32, 3)) * 150).astype(numpy.uint8) for path in good]
        found = self.giqa.compare(good, noisy)
        self.assertEqual("A is better", found.verdict)
        self.assertGreater(found.low, 0)

    def test_health_and_models(self):
        self.assertEqual((True, True), (self.giqa.health().live, self.giqa.health().ready))
        model, = self.giqa.models()
        self.assertEqual(("model", "knn", False), (model.name, model.method, model.takes_reference))

    def test_refusals_are_in_the_words_of_the_service(self):
        with self.assertRaisesRegex(RequestRefused, "there is no model 'other' here; there are model"):
            Giqa(URL, model="other").score(FOLDER / "images")
        with self.assertRaisesRegex(RequestRefused, "does not take one"):
            self.giqa.score(FOLDER / "images", reference=next((FOLDER / "images").glob("*.png")))

    def test_only_bad_images_are_results(self):
        score, = self.giqa.score(b"no image")
        self.assertEqual(("not-an-image", None), (score.status, score.quality))

    def test_a_service_of_small_requests_gives_the_same_numbers(self):
        small = Giqa(os.environ["GIQA_TEST_SMALL_URL"])
        self.assertEqual(rows(self.giqa.score(FOLDER / "images")), rows(small.score(FOLDER / "images")))
        large = numpy.random.default_rng(1).integers(0, 256, (800, 800, 3), dtype=numpy.uint8)
        scores = small.score([numpy.zeros((32, 32, 3), numpy.uint8), large, numpy.zeros((32, 32, 3), numpy.uint8)])
        self.assertEqual(["ok", "too-large", "ok"], [score.status for score in scores])
        self.assertIn("1048576 bytes allowed", scores[1].detail)

    def test_threads_share_a_client(self):
        expected = rows(self.giqa.score(FOLDER / "images"))
        with ThreadPoolExecutor(6) as pool:
            for scores in pool.map(lambda _: self.giqa.score(FOLDER / "images"), range(12)):
                self.assertEqual(expected, rows(scores))


@unittest.skipUnless(os.environ.get("GIQA_TEST_ONNXRUNTIME"), "GIQA_TEST_ONNXRUNTIME names no library")
class ExportedModelTests(unittest.TestCase):
    def test_an_exported_model_has_the_numbers_of_giqa_score(self):
        scores = ExportedModel(FOLDER / "scorer.onnx", batch_images=3).score(FOLDER / "images")
        for row, score in zip(printed(), scores, strict=True):
            self.assertEqual((row["image"], row["status"] == "ok"), (score.image, score.ok))
            if score.ok:
                self.assertAlmostEqual(row["score"], score.score, delta=1e-5 * max(1, abs(row["score"])))
                self.assertAlmostEqual(row["quality"], score.quality, delta=1e-5)

    def test_transparency_16_bits_and_orientation_are_taken_as_the_service_takes_them(self):
        path = FOLDER / "images" / next(row["image"] for row in printed() if row["status"] == "ok")
        picture = PIL.Image.open(path).convert("RGB")
        transparent = picture.convert("RGBA")
        transparent.putalpha(PIL.Image.fromarray(numpy.arange(1024, dtype=numpy.uint8).reshape(32, 32)))
        palette = picture.convert("P")
        palette.info["transparency"] = 3
        grey = PIL.Image.fromarray(numpy.asarray(picture.convert("L")).astype(numpy.uint16) * 256 + 255)
        turned = picture.copy()
        turned.getexif()[0x0112] = 6
        for image in (transparent, palette, grey, turned, picture.convert("L"), picture.convert("1")):
            here, = ExportedModel(FOLDER / "scorer.onnx").score(image)
            there, = Giqa(URL).score(image)
            self.assertAlmostEqual(there.score, here.score, delta=1e-5 * max(1, abs(there.score)), msg=image.mode)

    def test_another_size_is_a_result_that_says_what_to_do(self):
        score, = ExportedModel(FOLDER / "scorer.onnx").score(numpy.zeros((16, 24, 3), numpy.uint8))
        self.assertEqual("other-size", score.status)
        self.assertIn("24 x 16 pixels, and the export takes 32 x 32: giqa models export --size 24x16", score.detail)

    def test_what_is_no_exported_model_is_said_in_one_line(self):
        with self.assertRaisesRegex(GiqaError, "there is no file"):
            ExportedModel(FOLDER / "none.onnx")
        with self.assertRaisesRegex(GiqaError, "cannot be run") as caught:
            ExportedModel(FOLDER / "scores.json")
        self.assertNotIn("\n", str(caught.exception))


if __name__ == "__main__":
    unittest.main()
