"""Builds the wheel of this one pure package, with Python's own modules only, so that pip needs no network to install it."""

import base64
import hashlib
import tomllib
import zipfile
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_MOMENT = (2020, 1, 1, 0, 0, 0)  # The same sources give the same bytes.


def _project():
    return tomllib.loads((_ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def _metadata(project):
    lines = [
        "Metadata-Version: 2.1",
        f"Name: {project['name']}",
        f"Version: {project['version']}",
        f"Summary: {project['description']}",
        f"License: {project['license']}",
        f"Requires-Python: {project['requires-python']}",
    ]
    for extra, packages in project["optional-dependencies"].items():
        lines.append(f"Provides-Extra: {extra}")
        lines += [f'Requires-Dist: {package}; extra == "{extra}"' for package in packages]
    readme = (_ROOT / project["readme"]).read_text("utf-8")
    return "\n".join([*lines, "Description-Content-Type: text/markdown", "", readme])


def _build(folder, files):
    project = _project()
    name = f"{project['name']}-{project['version']}"
    info = f"{name}.dist-info"
    entries = {
        **files,
        f"{info}/METADATA": _metadata(project).encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: giqa\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = []
    for path, content in entries.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        record.append(f"{path},sha256={digest},{len(content)}\n")
    entries[f"{info}/RECORD"] = "".join([*record, f"{info}/RECORD,,\n"]).encode()
    wheel = f"{name}-py3-none-any.whl"
    with zipfile.ZipFile(Path(folder) / wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in entries.items():
            entry = zipfile.ZipInfo(path, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return wheel


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    """PEP 517."""
    sources = sorted(path for path in (_ROOT / "giqa").rglob("*") if path.suffix == ".py" or path.name == "py.typed")
    return _build(wheel_directory, {path.relative_to(_ROOT).as_posix(): path.read_bytes() for path in sources})


def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    """PEP 660: `pip install -e`."""
    return _build(wheel_directory, {"giqa.pth": f"{_ROOT}\n".encode()})


def build_sdist(sdist_directory, config_settings=None):
    """PEP 517 requires it, but a package that is installed from its folder does not need one."""
    raise NotImplementedError("giqa is installed from its folder: pip install ./clients/python")
