"""What is taken for an image, and what is sent for it."""

import io
import tempfile
import unittest
from pathlib import Path

import numpy
import PIL.Image
from giqa import ImageError
from giqa._images import encode


def decoded(image):
    item, = encode(image)
    return numpy.asarray(PIL.Image.open(io.BytesIO(item.content)))


class ImageTests(unittest.TestCase):
    def setUp(self):
        self.pixels = numpy.random.default_rng(1).integers(0, 256, (5, 7, 3), dtype=numpy.uint8)

    def test_arrays_arrive_pixel_by_pixel(self):
        for pixels in (self.pixels, self.pixels[:, :, 0], numpy.dstack([self.pixels, self.pixels[:, :, 0]]), self.pixels[:, ::-1]):
            numpy.testing.assert_array_equal(pixels, decoded(pixels))
        numpy.testing.assert_array_equal(self.pixels[:, :, 0], decoded(self.pixels[:, :, :1]))

    def test_floats_are_taken_as_0_to_1_and_rounded(self):
        for kind in (numpy.float16, numpy.float32, numpy.float64):
            numpy.testing.assert_array_equal(self.pixels, decoded((self.pixels / 255).astype(kind)))

    def test_tensors_are_taken_as_arrays(self):
        try:
            import torch
        except ImportError:
            torch = None
        tensor = torch.tensor(self.pixels / 255, requires_grad=True) if torch else self.pixels / 255
        numpy.testing.assert_array_equal(self.pixels, decoded(tensor))

    def test_a_batch_is_as_many_images(self):
        self.assertEqual([0, 1, 2], [item.index for item in encode(numpy.stack([self.pixels, self.pixels, self.pixels]))])
        self.assertEqual(3, len(list(encode([numpy.stack([self.pixels, self.pixels]), self.pixels]))))

    def test_pil_images_of_every_mode_arrive(self):
        image = PIL.Image.fromarray(self.pixels)
        for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr", "HSV"):
            item, = encode(image.convert(mode))
            self.assertTrue(item.content.startswith(b"\x89PNG"), mode)
        numpy.testing.assert_array_equal(self.pixels, decoded(image))

    def test_pil_images_keep_their_orientation(self):
        exif = PIL.Image.Exif()
        exif[0x0112] = 6
        buffer = io.BytesIO()
        PIL.Image.fromarray(self.pixels).save(buffer, "JPEG", exif=exif)
        item, = encode(PIL.Image.open(buffer))
        self.assertEqual(6, PIL.Image.open(io.BytesIO(item.content)).getexif()[0x0112])

    def test_what_has_no_agreed_meaning_is_refused_in_one_line(self):
        wrong = {
            "3 x 5 x 7 is not an image": numpy.zeros((3, 5, 7), numpy.uint8),
            "of 2 is not an image": numpy.zeros(2, numpy.uint8),
            "of 0 x 7 is not an image": numpy.zeros((0, 7), numpy.uint8),
            "an array of int64 has no defined range": numpy.zeros((5, 7, 3), int),
            "an array of bool has no defined range": numpy.zeros((5, 7, 3), bool),
            "values from -1 to 1": numpy.linspace(-1, 1, 12).reshape(2, 2, 3),
            "values from 0 to 255": numpy.linspace(0, 255, 12).reshape(2, 2, 3),
            "values from nan to nan": numpy.full((2, 2, 3), numpy.nan),
            "mode F has": PIL.Image.new("F", (2, 2)),
            "a float is not an image": [1.5],
        }
        for words, image in wrong.items():
            with self.assertRaisesRegex(ImageError, words) as caught:
                list(encode(image))
            self.assertNotIn("\n", str(caught.exception))

    def test_a_folder_is_its_images_in_order(self):
        with tempfile.TemporaryDirectory() as folder:
            for name in ("b/2.png", "b/10.PNG", "a.jpg", "notes.txt", ".hidden/x.png", "b/.x.png"):
                path = Path(folder, name)
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(b"x")
            self.assertEqual(["a.jpg", "b/10.PNG", "b/2.png"], [item.name for item in encode(folder)])
            with self.assertRaisesRegex(ImageError, "no images in the folder"):
                list(encode(_empty(folder)))

    def test_paths_are_read_as_they_are(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "a.png")
            path.write_bytes(b"bytes")
            item, = encode(path)
            self.assertEqual((str(path), b"bytes"), (item.name, item.content))


def _empty(folder):
    path = Path(folder, "empty")
    path.mkdir()
    return path
