"""Every figure and number on other processors: `make machines`.

NumPy and OpenBLAS choose their code by what the processor can do. Environment variables make them believe in an
older one, of which the last digits of log10, exp or a sum of products differ. Each article is executed on each of
these, and compared as always.
"""

import os
import subprocess
import sys
from pathlib import Path

from numpy._core import _multiarray_umath as umath

ROOT = Path(__file__).resolve().parents[1]
WITHOUT_AVX512 = ["X86_V4", "AVX512_ICL", "AVX512_SPR"]
WITHOUT_AVX2 = ["X86_V3", *WITHOUT_AVX512]
# OpenBLAS knows many kernels; these are of 2004, 2013 and 2017. A processor can only be told to be an older one.
KERNELS = {"Prescott": "SSE3", "Haswell": "AVX2", "SkylakeX": "AVX512F"}


def numpy_without(names):
    """The environment in which NumPy uses none of these, as far as this processor and this NumPy know them."""
    known = [name for name in names if name in umath.__cpu_dispatch__ and umath.__cpu_features__.get(name)]
    return {"NPY_DISABLE_CPU_FEATURES": " ".join(known)} if known else {}


def machines():
    """The processors that can be simulated here: {name: environment}."""
    features = umath.__cpu_features__
    found = {
        "NumPy without AVX-512": numpy_without(WITHOUT_AVX512),
        "NumPy without AVX2 and above": numpy_without(WITHOUT_AVX2),
    }
    for kernel, needs in KERNELS.items():
        if features.get(needs):
            found[f"OpenBLAS for {kernel}"] = {"OPENBLAS_CORETYPE": kernel}
    return {name: environment for name, environment in found.items() if environment}


def oldest():
    """The environment of the processor that is furthest from this one."""
    return {**numpy_without(WITHOUT_AVX2), "OPENBLAS_CORETYPE": "Prescott"}


def compare(environment, *names):
    """Execute articles anew in the environment of a simulated processor, and compare: what pytest says, its code."""
    command = [sys.executable, "-m", "pytest", "--fresh", "-q", "-rfE", "-m", "notebook"]
    if len(names) != 1:
        command += ["-n", "logical"]
    command += [f"tests/reference/{name}.ipynb" for name in names] or ["tests/reference"]
    return run(command, environment)


def units(environment):
    """The tests of the simulator and of learning in that environment: what pytest says, its code."""
    command = [sys.executable, "-m", "pytest", "-q", "-rfE", "-n", "logical"]
    names = ("simulate", "engines", "plasticity", "noise", "weights", "inputs", "theory", "statistics")
    return run([*command, *(f"tests/test_{name}.py" for name in names)], environment)


def run(command, environment):
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return done.stdout, done.returncode


def main():
    failed = []
    for name, environment in machines().items():
        print(f"==> {name} ({', '.join(f'{key}={value}' for key, value in environment.items())})", flush=True)
        for prove in (units, compare):
            said, code = prove(environment)
            print(said, flush=True)
            if code:
                failed.append(name)
    if failed:
        sys.exit(f"==> Not the same: {', '.join(failed)}")
    print("==> The same on every machine that was simulated.")


if __name__ == "__main__":
    main()
