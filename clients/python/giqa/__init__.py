"""How good is each generated image: a client of ``giqa serve``, and of models that ``giqa models export`` wrote.

    from giqa import Giqa

    giqa = Giqa("http://127.0.0.1:8347")
    for score in giqa.score(["a.png", "b.png"]):
        print(score.image, score.quality)
"""

from ._client import Giqa
from ._compare import Comparison
from ._errors import GiqaError, ImageError, RequestRefused, ServiceUnreachable
from ._images import Image, Images
from ._local import ExportedModel
from ._results import Health, Model, Picked, Score
from ._scorer import Scorer

__all__ = [
    "Comparison",
    "ExportedModel",
    "Giqa",
    "GiqaError",
    "Health",
    "Image",
    "ImageError",
    "Images",
    "Model",
    "Picked",
    "RequestRefused",
    "Score",
    "Scorer",
    "ServiceUnreachable",
]
