"""The nodes: Score, Gate and Pick."""

import functools
import os

import numpy
from giqa import ExportedModel, Giqa, GiqaError

CATEGORY = "image/giqa"

_SOURCE = (
    "STRING",
    {
        "default": "http://127.0.0.1:8347",
        "tooltip": "The address that 'giqa serve --model' printed, or the path of a model that 'giqa models export' wrote. "
        "A service's API key is taken from GIQA_API_KEY: a workflow is no place for it.",
    },
)
_MODEL = ("STRING", {"default": "", "tooltip": "One of the service's models; empty for its first."})


def _inputs(**more):
    return {"required": {"images": ("IMAGE",), **more, "source": _SOURCE}, "optional": {"model": _MODEL}}


class GiqaScore:
    DESCRIPTION = "The quality of each image: .5 is as good as the median real image."
    CATEGORY = CATEGORY
    FUNCTION = "score"
    OUTPUT_NODE = True
    RETURN_TYPES = ("IMAGE", "FLOAT", "FLOAT", "STRING")
    RETURN_NAMES = ("images", "mean_quality", "worst_quality", "qualities")

    @classmethod
    def INPUT_TYPES(cls):
        return _inputs()

    def score(self, images, source, model=""):
        scores = _scores(images, source, model)
        qualities = [score.quality for score in scores if score.ok]
        if not qualities:
            raise GiqaError(f"no image has a score; the first: {scores[0].status}, {scores[0].detail}")
        lines = [f"{score.index}: {score.quality:.3f}" if score.ok else f"{score.index}: {score.status}, {score.detail}" for score in scores]
        result = (images, sum(qualities) / len(qualities), min(qualities), "\n".join(lines))
        return {"ui": {"text": lines}, "result": result}


class GiqaGate:
    DESCRIPTION = "Parts the images of a batch by their quality. What hangs on an output that gets no image does not run."
    CATEGORY = CATEGORY
    FUNCTION = "part"
    RETURN_TYPES = ("IMAGE", "IMAGE", "INT", "INT")
    RETURN_NAMES = ("accepted", "rejected", "accepted_count", "rejected_count")

    @classmethod
    def INPUT_TYPES(cls):
        least = ("FLOAT", {"default": 0.2, "min": 0.0, "max": 1.0, "step": 0.01, "tooltip": "Images of this quality and more are accepted; .2 is worse than 80 % of the real images."})
        return _inputs(min_quality=least)

    def part(self, images, min_quality, source, model=""):
        scores = _scores(images, source, model)
        accepted = [score.index for score in scores if score.ok and score.quality >= min_quality]
        rejected = [score.index for score in scores if score.index not in set(accepted)]
        return (_some(images, accepted), _some(images, rejected), len(accepted), len(rejected))


class GiqaPick:
    DESCRIPTION = "The best images of a batch, best first."
    CATEGORY = CATEGORY
    FUNCTION = "pick"
    RETURN_TYPES = ("IMAGE", "IMAGE", "FLOAT")
    RETURN_NAMES = ("best", "others", "best_quality")

    @classmethod
    def INPUT_TYPES(cls):
        return _inputs(count=("INT", {"default": 1, "min": 1, "max": 4096}))

    def pick(self, images, count, source, model=""):
        picked = _scorer(source, model).pick(_saved(images), count=count)
        if not picked.kept:
            raise GiqaError(f"no image has a score; the first: {picked.unusable[0].status}, {picked.unusable[0].detail}")
        best = [score.index for score in picked.kept]
        others = [score.index for score in picked.rejected + picked.unusable]
        return (_some(images, best), _some(images, others), picked.kept[0].quality)


def _scores(images, source, model):
    return _scorer(source, model).score(_saved(images))


def _scorer(source, model):
    source = source.strip()
    if not source.lower().endswith(".onnx"):
        return Giqa(source, model=model.strip() or None)
    if model.strip():
        raise GiqaError(f"{source} is a single model: leave 'model' empty, or give the address of a service as the source")
    return _exported(source, os.stat(source).st_mtime_ns if os.path.exists(source) else 0)


@functools.lru_cache(maxsize=2)
def _exported(path, changed):
    """Opened once, and again if the file has changed."""
    return ExportedModel(path)


def _saved(images):
    """The images as ComfyUI's Save Image writes them, so that a quality is that of the file."""
    return numpy.clip(255.0 * numpy.asarray(images.cpu() if hasattr(images, "cpu") else images), 0, 255).astype(numpy.uint8)


def _some(images, indices):
    """Some of a batch. An empty batch would fail elsewhere: ComfyUI skips nodes that depend on a blocked output."""
    if indices:
        return images[indices]
    try:
        from comfy_execution.graph import ExecutionBlocker
    except ImportError:
        return images[:0]
    return ExecutionBlocker(None)


NODE_CLASS_MAPPINGS = {"GiqaScore": GiqaScore, "GiqaGate": GiqaGate, "GiqaPick": GiqaPick}
NODE_DISPLAY_NAME_MAPPINGS = {"GiqaScore": "Giqa Score", "GiqaGate": "Giqa Gate", "GiqaPick": "Giqa Pick"}
