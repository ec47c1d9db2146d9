"""Two sets of scores: which is better, and is it more than noise?"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from typing import Sequence

from ._errors import GiqaError
from ._results import Score

LEAST = 6
"""With fewer images in either set there is no test, because there are too few relabellings."""

_RELABELLINGS = 1999


@dataclass(frozen=True)
class Comparison:
    """The mean qualities (QS) of two sets, and their difference."""

    qs_a: float
    qs_b: float
    count_a: int
    """The images of A that have a score; the others are left out."""
    count_b: int
    difference: float
    """``qs_a - qs_b``: above 0 if A is better."""
    low: float | None
    """The lower end of its 95 % interval; None if there is none."""
    high: float | None
    p: float | None
    """How often sets from one generator differ by as much or more; None below 6 images in either set."""

    @property
    def verdict(self) -> str:
        """In words."""
        if self.p is None:
            return f"too few images to tell: {self.count_a} and {self.count_b}, and {LEAST} are needed in either set"
        if self.p > 0.05:
            return "no difference beyond noise"
        return "A is better" if self.difference > 0 else "B is better"


def compare(a: Sequence[Score], b: Sequence[Score]) -> Comparison:
    """Welch's statistic against its values when the labels of the pooled images are exchanged; the interval inverts the test."""
    first = [score.quality for score in a if score.quality is not None]
    second = [score.quality for score in b if score.quality is not None]
    if not first or not second:
        raise GiqaError(f"{'A' if not first else 'B'} has no image with a score: there is nothing to compare")
    difference = _mean(first) - _mean(second)
    bare = Comparison(_mean(first), _mean(second), len(first), len(second), difference, None, None, None)
    error = _error(first, second)
    if min(len(first), len(second)) < LEAST:
        return bare
    if error == 0.0:
        p = 1.0 if difference == 0.0 else 1.0 / (_RELABELLINGS + 1)
        return Comparison(bare.qs_a, bare.qs_b, len(first), len(second), difference, difference, difference, p)
    sizes = _relabelled(first, second)
    size = abs(difference) / error
    # Of equal statistics one may be the larger by rounding.
    beyond = sum(other >= size * (1 - 1e-9) for other in sizes)
    reach = sorted(sizes)[math.ceil(0.95 * (_RELABELLINGS + 1)) - 1] * error
    p = (beyond + 1) / (_RELABELLINGS + 1)
    return Comparison(bare.qs_a, bare.qs_b, len(first), len(second), difference, difference - reach, difference + reach, p)


def _relabelled(first: list[float], second: list[float]) -> list[float]:
    """Welch's statistic, without its sign, of random divisions of the pool. The rest of the pool is the second set."""
    middle = _mean(first + second)
    pool = [value - middle for value in first + second]
    total, squares = math.fsum(pool), math.fsum([value * value for value in pool])
    n, m = len(first), len(second)
    chance = random.Random(0)
    sizes = []
    for _ in range(_RELABELLINGS):
        drawn = chance.sample(pool, n)
        a = sum(drawn)
        a2 = sum([value * value for value in drawn])
        b, b2 = total - a, squares - a2
        variance = (a2 - a * a / n) / (n - 1) / n + (b2 - b * b / m) / (m - 1) / m
        sizes.append(abs(a / n - b / m) / math.sqrt(variance) if variance > 1e-12 * squares else math.inf)
    return sizes


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)


def _error(a: Sequence[float], b: Sequence[float]) -> float:
    return math.sqrt(_variance(a) / len(a) + _variance(b) / len(b))


def _variance(values: Sequence[float]) -> float:
    # Rounding alone must not make equal values vary.
    if min(values) == max(values):
        return 0.0
    mean = _mean(values)
    return math.fsum([(value - mean) ** 2 for value in values]) / (len(values) - 1)
