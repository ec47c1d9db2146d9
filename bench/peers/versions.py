"""The versions of what the benchmarks compare with, one "name version" a line; "missing" for what is not installed."""
import importlib
import os
import re

for name, module in (("NumPy", "numpy"), ("SciPy", "scipy"), ("scikit-learn", "sklearn"), ("PyTorch", "torch"), ("faiss", "faiss"), ("Pillow", "PIL")):
    try:
        print(name, importlib.import_module(module).__version__)
    except Exception:
        print(name, "missing")

# The BLAS that NumPy brought in is the one that all of them share.
libraries = set(re.findall(r"/\S*(?:openblas|libblas|mkl|blis|atlas)\S*\.so\S*", open("/proc/self/maps").read()))
print("BLAS", ", ".join(sorted(os.path.basename(path) for path in libraries)) or "none")
