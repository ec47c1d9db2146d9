"""Operations on scores from any source."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from typing import Iterator

from ._compare import Comparison, compare
from ._errors import GiqaError
from ._images import Images
from ._results import Picked, Score


class Scorer(ABC):
    """Something that scores images."""

    @abstractmethod
    def score_each(self, images: Images) -> Iterator[Score]:
        """Scores one image after the other, in their order; ``images`` may be a generator that never ends."""

    def score(self, images: Images) -> list[Score]:
        """Scores images, in their order. An image that cannot be used is a result with a status."""
        return list(self.score_each(images))

    def pick(
        self, images: Images, *, keep: float | None = None, count: int | None = None, min_quality: float | None = None
    ) -> Picked:
        """The best of some images: exactly one of a share, a number and a minimum quality determines how many.

        The rules are those of ``giqa pick``: a share is rounded up, equals stay in their order, images without a score are never kept.
        """
        limit = _rule(keep, count, min_quality)
        scores = self.score(images)
        ranked = sorted((score for score in scores if score.ok), key=_rank)
        kept = limit(ranked)
        return Picked(ranked[:kept], ranked[kept:], [score for score in scores if not score.ok])

    def compare(self, a: Images, b: Images) -> Comparison:
        """Whether the images of ``a`` are better than those of ``b`` on average, and whether that is more than noise."""
        return compare(self.score(a), self.score(b))


def _rank(score: Score) -> tuple[float, float]:
    return (-(score.quality if score.quality is not None else -math.inf), -(score.score or 0.0))


def _rule(keep: float | None, count: int | None, min_quality: float | None):  # type: ignore[no-untyped-def]
    if sum(value is not None for value in (keep, count, min_quality)) != 1:
        raise GiqaError("exactly one of keep=0.9, count=3 and min_quality=0.5 is required")
    if keep is not None:
        if not 0 < keep <= 1:
            raise GiqaError(f"keep={keep} is not above 0 and at most 1")
        # .55 * 100 is a little above 55 in binary.
        return lambda ranked: math.ceil(round(keep * len(ranked), 9))
    if count is not None:
        if count < 0:
            raise GiqaError(f"count={count} is below 0")
        return lambda ranked: min(count, len(ranked))
    if not 0 <= min_quality <= 1:
        raise GiqaError(f"min_quality={min_quality} is not between 0 and 1")
    return lambda ranked: sum(score.quality is not None and score.quality >= min_quality for score in ranked)
