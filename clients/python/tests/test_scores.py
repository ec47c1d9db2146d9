"""What is done with scores: picking and comparing."""

import random
import unittest

from giqa import GiqaError, Score, Scorer
from giqa._compare import compare


class Fixed(Scorer):
    """Its images are their own qualities; None has no score."""

    def score_each(self, images):
        for index, quality in enumerate(images):
            yield scored(quality, index)


def scored(quality, index=0):
    return Score(index, f"{index}", quality, quality, "ok" if quality is not None else "corrupt")


class PickTests(unittest.TestCase):
    def test_keeps_the_best_by_each_rule(self):
        images = [0.2, None, 0.9, 0.5, 0.9]
        for rule, kept in [({"count": 2}, [2, 4]), ({"count": 9}, [2, 4, 3, 0]), ({"count": 0}, []), ({"keep": 0.3}, [2, 4]), ({"keep": 1}, [2, 4, 3, 0]), ({"min_quality": 0.5}, [2, 4, 3])]:
            picked = Fixed().pick(images, **rule)
            self.assertEqual(kept, [score.index for score in picked.kept], rule)
            self.assertEqual([1], [score.index for score in picked.unusable])
            self.assertEqual({0, 2, 3, 4} - set(kept), {score.index for score in picked.rejected})

    def test_a_share_is_rounded_up_as_decimals_are(self):
        self.assertEqual(55, len(Fixed().pick([0.5] * 100, keep=0.55).kept))
        self.assertEqual(1, len(Fixed().pick([0.5] * 3, keep=0.01).kept))

    def test_other_rules_are_refused_before_anything_is_scored(self):
        for rule in ({}, {"keep": 0.5, "count": 1}, {"keep": 0}, {"keep": 1.1}, {"count": -1}, {"min_quality": 2}, {"min_quality": float("nan")}):
            with self.assertRaises(GiqaError):
                Fixed().pick(iter(lambda: self.fail("an image was scored"), 0), **rule)


class CompareTests(unittest.TestCase):
    def test_equal_generators_differ_in_one_of_twenty(self):
        chance = random.Random(1)
        small = [compare(*(self._sample(chance, count) for count in (12, 30))) for _ in range(120)]
        self.assertLessEqual(abs(sum(result.p <= 0.05 for result in small) - 6), 7)  # Three standard deviations of a binomial.

    def test_a_difference_is_found_and_its_interval_holds_it(self):
        chance = random.Random(2)
        results = [compare(self._sample(chance, 60, 0.2), self._sample(chance, 60)) for _ in range(50)]
        self.assertGreaterEqual(sum(result.verdict == "A is better" for result in results), 45)
        self.assertGreaterEqual(sum(result.low <= 0.2 <= result.high for result in results), 44)

    def test_zero_is_inside_the_interval_exactly_where_p_is_above_5_percent(self):
        chance = random.Random(3)
        for _ in range(40):
            result = compare(self._sample(chance, 15, 0.15), self._sample(chance, 15))
            self.assertEqual(result.p > 0.05, result.low <= 0 <= result.high)

    def test_the_other_way_round_is_the_same_with_the_other_sign(self):
        a, b = [scored(q) for q in (0.1, 0.4, 0.35, 0.2, 0.3, 0.15)], [scored(q) for q in (0.8, 0.9, 0.7, 0.75, 0.6, 0.95)]
        forth, back = compare(a, b), compare(b, a)
        self.assertEqual((forth.difference, forth.verdict, back.verdict), (-back.difference, "B is better", "A is better"))

    def test_few_or_equal_images_say_what_they_are(self):
        self.assertIn("too few images", compare([scored(0.5)] * 5, [scored(0.9)] * 9).verdict)
        self.assertEqual("no difference beyond noise", compare([scored(0.5)] * 9, [scored(0.5)] * 9).verdict)
        self.assertEqual("B is better", compare([scored(0.5)] * 9, [scored(0.9)] * 9).verdict)
        with self.assertRaisesRegex(GiqaError, "B has no image with a score"):
            compare([scored(0.5)], [scored(None)])

    @staticmethod
    def _sample(chance, count, shift=0.0):
        return [scored(chance.random() * 0.8 + shift) for _ in range(count)]
