"""Really compile a three-line extension: the rule engine is delivered as source with a little C.

Looking for a program called gcc says too little (the headers may be missing), so the real thing is tried.
When it fails, one line says what to install. Needs only the standard library, and runs before anything
is installed.
"""

from __future__ import annotations

import shlex
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

SOURCE = """\
#include <Python.h>
static struct PyModuleDef it = {PyModuleDef_HEAD_INIT, "it", NULL, -1, NULL, NULL, NULL, NULL, NULL};
PyMODINIT_FUNC PyInit_it(void) { return PyModule_Create(&it); }
"""

ADVICE = (
    "Er is geen werkende C-compiler met de headers van Python. "
    "Op Debian of Ubuntu (als beheerder): apt-get install -y gcc libc6-dev python3-dev python3-venv make"
)


def compile_extension(folder: Path) -> bool:
    """Compile and link the extension the way setuptools would; tell whether it worked."""
    source = folder / "it.c"
    source.write_text(SOURCE, encoding="utf-8")
    compiler = shlex.split(sysconfig.get_config_var("CC") or "cc")
    include = sysconfig.get_paths()["include"]
    command = [*compiler, "-shared", "-fPIC", "-I", include, str(source), "-o", str(folder / "it.so")]
    if sys.platform == "darwin":
        command[1:2] = ["-bundle", "-undefined", "dynamic_lookup"]
    try:
        done = subprocess.run(command, capture_output=True)
    except OSError:
        return False
    return done.returncode == 0


def main() -> int:
    """Say nothing when it works, one line when it does not."""
    with tempfile.TemporaryDirectory(prefix="basislijn-cc-") as folder:
        if compile_extension(Path(folder)):
            return 0
    print(ADVICE, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
