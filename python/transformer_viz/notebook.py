"""The forms of a figure for notebooks."""

from __future__ import annotations

import base64
import html
from typing import Dict


def mime_bundle(outline: str, svg: bytes) -> Dict[str, bytes]:
    """The bytes of each MIME type. The picture is an image with an alternative text, which stays
    where scripts and inline SVG are stripped.
    """
    address = base64.b64encode(svg).decode()
    page = f'<img alt="{html.escape(outline)}" src="data:image/svg+xml;base64,{address}">'
    return {"text/html": page.encode(), "image/svg+xml": svg, "text/plain": outline.encode()}
