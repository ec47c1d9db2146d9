"""What comes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping


@dataclass(frozen=True)
class Score:
    """The result for one image: its score and quality, or why there is none."""

    index: int
    """Its place among the images that were given, from 0."""
    image: str
    """Its path or name."""
    score: float | None
    """The model's raw score, higher is better; None when the image was skipped."""
    quality: float | None
    """Between 0 and 1: .5 is as good as the median real image. None when the image was skipped."""
    status: str
    """``ok``, or why there is no score, such as ``truncated``."""
    detail: str | None = None
    """More about the status."""
    score_sd: float | None = None
    """The uncertainty of the score, if the model estimates it."""
    preferred: float | None = None
    """The share of people who would prefer it over the median image, if the model estimates it."""
    preferred_low: float | None = None
    """The lower end of its 95 % interval; None for an exported model."""
    preferred_high: float | None = None
    """The upper end."""

    @property
    def ok(self) -> bool:
        """Whether the image has a score."""
        return self.status == "ok"


@dataclass(frozen=True)
class Picked:
    """The best of some images."""

    kept: list[Score]
    """Best first."""
    rejected: list[Score]
    """Best first."""
    unusable: list[Score]
    """Those without a score, in the order in which they were given."""


@dataclass(frozen=True)
class Health:
    """The health of the service."""

    live: bool
    """Whether it answers."""
    ready: bool
    """Whether it would accept a request now."""


@dataclass(frozen=True)
class Model:
    """A model of the service."""

    name: str
    method: str
    backbone: str
    held_out_reals: int
    """The number of real images that quality is calibrated on."""
    takes_reference: bool
    """Whether it compares images with a reference."""
    praises_noise: bool | None
    """Whether it ranks noise or flat colours too high; None for models that were fitted to features."""

    @staticmethod
    def of(document: Mapping[str, Any]) -> Model:
        return Model(
            document["name"],
            document["method"],
            document["backbone"],
            document["held_out_reals"],
            document["takes_reference"],
            document["praises_noise"],
        )
