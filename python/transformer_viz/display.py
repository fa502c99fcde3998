"""How figures are shown and saved, whether of one model or of several."""

from __future__ import annotations

import base64
import os
import sys
from typing import Collection, Dict, Optional, Union

from . import _core

Path = Union[str, os.PathLike[str]]


class Displayed:
    """A figure that a notebook shows as the result of a cell, and that can be saved."""

    def __init__(self) -> None:
        self._bytes: Dict[str, bytes] = {}
        self._bundle: Dict[str, bytes] = {}

    def show(self) -> None:
        """Displays the figure in a notebook; elsewhere prints the architecture as text."""
        self._rendered()
        ipython = sys.modules.get("IPython")
        if ipython is None or ipython.get_ipython() is None:
            print(self._rendered().outline)
            return
        ipython.display.display(self)

    def save(self, path: Path) -> None:
        """Writes a file in the format of its extension: .html, .svg, .pdf, .png, .ps or .eps."""
        self._rendered().write_file(os.fspath(path))

    def save_html(self, filepath: Path) -> None:
        """Writes a standalone HTML page, whatever the file is called."""
        data = self.to_bytes("html")
        with open(filepath, "wb") as file:
            file.write(data)

    def to_html(self, full_html: bool = True) -> str:
        """The page that `save_html` writes, as a text; without `full_html` only what goes into the
        body of another page.
        """
        return self.to_bytes("html" if full_html else "fragment").decode()

    def to_bytes(self, format: str) -> bytes:
        """The bytes of a format ("svg", "html", "pdf", "png", ...), made once and kept."""
        if format not in self._bytes:
            self._bytes[format] = self._rendered().render(format)
        return self._bytes[format]

    @property
    def outline(self) -> str:
        """The architecture as text, a line for each part."""
        return self._rendered().outline

    def _repr_mimebundle_(self, include: Optional[Collection[str]] = None,
                          exclude: Optional[Collection[str]] = None) -> Dict[str, str]:
        """The figure in every form that a notebook may choose from."""
        if not self._bundle:
            self._bundle = self._rendered().mime_bundle()
        return {kind: _as_text(kind, data) for kind, data in self._bundle.items()
                if (not include or kind in include) and kind not in (exclude or ())}

    def _repr_html_(self) -> Optional[str]:
        return self._repr_mimebundle_(include=["text/html"]).get("text/html")

    def __html__(self) -> str:
        """For template engines, marimo and Quarto."""
        return self._repr_html_() or ""

    def _rendered(self) -> _core.Drawable:
        raise NotImplementedError

    def _forget_drawings(self) -> None:
        self._bytes = {}
        self._bundle = {}


def _as_text(kind: str, data: bytes) -> str:
    is_text = kind.startswith("text/") or kind.endswith("+xml")
    return data.decode() if is_text else base64.b64encode(data).decode()
