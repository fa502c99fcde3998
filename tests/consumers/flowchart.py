"""Checks a flowchart of examples/mermaid: flowchart.py PROGRAM MODEL FLOWCHART.

Every component that the figure of a block view shows is a node, and arrows join all nodes.
"""

import json
import pathlib
import re
import subprocess
import sys

NODE = re.compile(r' *(n\.[\w.]+)(\(\(|\(\[|\(|\[\[|\[)"([^"]*)"(\)\)|\]\)|\)|\]\]|\])')
FRAME = re.compile(r' *subgraph (n\.[\w.]+)\["([^"]*)"\]')
ARROW = re.compile(r'  (n\.[\w.]+) -->(\|"[^"]*"\|)? (n\.[\w.]+)')
SIGN = re.compile(r"#(\d+);")
CLOSED = {"((": "))", "([": "])", "(": ")", "[[": "]]", "[": "]"}


def read(text):
    """Frames and nodes with the frame around each, and arrows."""
    head, lines = text.split("flowchart BT\n")
    assert re.fullmatch(r'---\ntitle: ".*"\n---\n', head), head
    around, open_frames, nodes, arrows = {}, [""], {}, []
    for line in lines.splitlines():
        if match := FRAME.fullmatch(line):
            around[match[1]] = open_frames[-1]
            open_frames.append(match[1])
        elif line.strip() == "end":
            open_frames.pop()
        elif match := NODE.fullmatch(line):
            assert CLOSED[match[2]] == match[4], line
            assert match[1] not in around, f"{match[1]} stands twice"
            around[match[1]] = open_frames[-1]
            nodes[match[1]] = SIGN.sub(lambda code: chr(int(code[1])), match[3])
        else:
            match = ARROW.fullmatch(line)
            assert match, f"no node, frame or arrow: {line}"
            arrows.append((match[1], match[3]))
    assert open_frames == [""]
    return around, nodes, arrows


def joined(start, around, arrows):
    """What arrows and frames join to a node."""
    neighbours = {name: set() for name in around}
    for one, other in [*arrows, *((name, frame) for name, frame in around.items() if frame)]:
        neighbours[one].add(other)
        neighbours[other].add(one)
    found, waiting = {start}, [start]
    while waiting:
        for name in neighbours[waiting.pop()] - found:
            found.add(name)
            waiting.append(name)
    return found


def shown_paths(scene):
    """The paths of what a scene shows while its folds are closed."""
    hidden = 0
    for item in scene["items"]:
        bands = [] if hidden else item.get("folded", [item])
        hidden = hidden - 1 if hidden else item.get("members", 0)
        for band in bands:
            for primitive in band["primitives"]:
                if "path" in primitive:
                    yield primitive["path"]


def main():
    program, model, file = sys.argv[1:]

    def run(*arguments):
        return subprocess.run([program, *arguments], check=True, stdout=subprocess.PIPE,
                              text=True).stdout

    around, nodes, arrows = read(pathlib.Path(file).read_text(encoding="utf-8"))
    components = {line.split()[0] for line in run("describe", model).splitlines() if line.split()}
    shown = set(shown_paths(json.loads(run("scene", model, "--view", "block")))) & components
    assert len(shown) > 5, shown
    missing = {path for path in shown if f"n.{path}" not in nodes}
    assert not missing, f"not in {file}: {missing}"
    alone = set(nodes) - {end for arrow in arrows for end in arrow}
    assert not alone, f"without an arrow in {file}: {alone}"
    apart = set(around) - joined(next(iter(nodes)), around, arrows)
    assert not apart, f"apart in {file}: {apart}"
    print(f"{file}: {len(nodes)} nodes, {len(arrows)} arrows")


if __name__ == "__main__":
    main()
