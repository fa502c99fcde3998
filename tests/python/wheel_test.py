"""The wheel works in an environment of its own: wheel_test.py SOURCE BUILD FOLDER PLUGINS.

It is built by pip in BUILD, which is as deep as other build folders are, so that ccache knows every
file. PLUGINS is the folder of plugins beside the library. If the package index is out of reach, says so and ends with 77, which ctest counts as skipped.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import venv
import zipfile

from in_environment import SKIPPED, UNREACHABLE

PROGRAM = """
import importlib.metadata, pathlib, sys
import transformer_viz, tviz_documents
from transformer_viz import visualize
package = pathlib.Path(transformer_viz.__file__).parent
assert package.is_relative_to(sys.prefix), package
figure = visualize("gpt2", max_layers=2, hooks=["blocks.0.attn.hook_z"])
for name in ("figure.html", "figure.svg", "figure.pdf", "figure.png"):
    figure.save(name)
assert "text/html" in figure._repr_mimebundle_()
mapped = pathlib.Path("/proc/self/maps").read_text()
libraries = {path for path in (line.split()[-1] for line in mapped.splitlines())
             if "libtviz" in path or "/tviz/plugins" in path}
assert len(libraries) > 3, libraries
outside = [path for path in libraries if not path.startswith(str(package.resolve()))]
assert not outside, outside
plugin, = importlib.metadata.distribution("transformer-viz").entry_points
assert (plugin.group, plugin.name) == ("mkdocs.plugins", "tviz"), plugin
module = pathlib.Path(tviz_documents.__file__).parent / "mkdocs.py"
assert plugin.value == "tviz_documents.mkdocs:TvizPlugin" and module.exists(), plugin
print(transformer_viz.__version__)
"""


def run(*command, **options):
    result = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, text=True, check=False, **options)
    if result.returncode == 0:
        return result.stdout
    print("".join(result.stdout.splitlines(True)[-40:]))
    if UNREACHABLE.search(result.stdout):
        print("skipped: no package index to take the build's requirements from")
        sys.exit(SKIPPED)
    sys.exit(f"{command[0]} failed")


def check_contents(wheel, version, plugins):
    names = zipfile.ZipFile(wheel).namelist()
    outside = [name for name in names
               if not name.startswith(("transformer_viz/", "tviz_documents/",
                                    f"transformer_viz-{version}.dist-info/"))]
    assert not outside, outside
    for wanted in ("py.typed", "_core.pyi", "lib/libtviz.so.0", f"lib/{plugins}/svg.so",
                   f"lib/{plugins}/svg.json", f"lib/{plugins}/cairo.so"):
        assert f"transformer_viz/{wanted}" in names, wanted
    libraries = [name for name in names if "libtviz" in name]
    assert libraries == ["transformer_viz/lib/libtviz.so.0"], libraries


def main():
    *folders, plugins = sys.argv[1:]
    source, build, folder = (pathlib.Path(argument).resolve() for argument in folders)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    environment = folder / "environment"
    venv.create(environment, with_pip=True)
    python = environment / "bin" / "python"
    # As in the build that ccache knows: the compiler's name, errors for warnings, joined sources.
    run(python, "-m", "pip", "wheel", "--no-deps", "--retries", "1", "-w", folder, source,
        f"--config-settings=build-dir={build}",
        "--config-settings=cmake.define.TVIZ_WARNINGS_AS_ERRORS=ON",
        "--config-settings=cmake.define.CMAKE_UNITY_BUILD=ON",
        "--config-settings=cmake.define.CMAKE_UNITY_BUILD_BATCH_SIZE=32",
        env={**os.environ, "CXX": "c++"})
    wheel, = folder.glob("*.whl")
    version = re.search(r"project\(tviz VERSION ([0-9.]+)",
                        (source / "CMakeLists.txt").read_text(encoding="utf-8"))[1]
    check_contents(wheel, version, plugins)
    run(python, "-m", "pip", "install", "--no-index", wheel)
    empty = folder / "empty"
    empty.mkdir()
    clean = {name: value for name, value in os.environ.items()
             if name not in ("PYTHONPATH", "LD_LIBRARY_PATH", "TVIZ_PLUGIN_PATH")}
    printed = run(python, "-c", PROGRAM, cwd=empty, env=clean)
    assert printed.strip() == version, printed
    print(f"{wheel.name}: {wheel.stat().st_size} bytes")


main()
