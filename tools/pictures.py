"""Pictures of pages: made small, and compared with a tolerance. It needs Pillow."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image, ImageChops, ImageFilter

FAR = 32
"""From how many of 256 levels of grey on a pixel of two blurred pictures is another."""
TILE = 16
"""The tiles in which pictures are compared are so many pixels wide and high: a few letters."""
TOLERANCE = 0.05
"""Which part of the pixels of a tile may be others: the edges of letters, and no letter."""
COLOURS = 64
"""How many colours a picture in the documentation has."""


def grey(content: bytes) -> Image.Image:
    """A PNG in levels of grey, on white."""
    picture = Image.open(io.BytesIO(content)).convert("RGBA")
    paper = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(paper, picture).convert("L")


def differing(one: Image.Image, other: Image.Image) -> float:
    """Which part of the pixels is another in that tile of two pictures in grey where they differ most.

    It is 1 where they are not of one size. Both are blurred first, so that the edge of a letter on the next pixel does
    not count.
    """
    if one.size != other.size:
        return 1.0
    first, second = (np.asarray(each.filter(ImageFilter.GaussianBlur(1)), dtype=float) for each in (one, other))
    other_pixels = np.abs(first - second) > FAR
    tiles = np.pad(other_pixels, [(0, -length % TILE) for length in other_pixels.shape])
    shares = tiles.reshape(tiles.shape[0] // TILE, TILE, -1, TILE).mean(axis=(1, 3))
    return float(shares.max())


def as_png(picture: Image.Image) -> bytes:
    """A picture as a small PNG."""
    buffer = io.BytesIO()
    picture.save(buffer, format="PNG", optimize=True)
    return buffer.getvalue()


def reduced(content: bytes) -> bytes:
    """A PNG in few colours, for the documentation."""
    picture = Image.open(io.BytesIO(content)).convert("RGB")
    return as_png(picture.quantize(COLOURS, dither=Image.Dither.NONE))


def narrowed(content: bytes, width: int = 700) -> bytes:
    """A PNG no wider than that."""
    picture = Image.open(io.BytesIO(content)).convert("RGB")
    if picture.width <= width:
        return content
    height = round(picture.height * width / picture.width)
    return as_png(picture.resize((width, height), Image.Resampling.LANCZOS))


FOOTER, MARGIN = 0.065, 20
"""Which part of a page its footer takes, and the margin in pixels that is left around what stands on it."""


def trimmed(content: bytes) -> bytes:
    """The PNG of a page without its footer and its empty margins."""
    picture = Image.open(io.BytesIO(content)).convert("RGB")
    picture = picture.crop((0, 0, picture.width, round(picture.height * (1 - FOOTER))))
    left, top, right, bottom = ImageChops.invert(picture.convert("L")).getbbox() or (0, 0, *picture.size)
    wider = (left - MARGIN, top - MARGIN, right + MARGIN, bottom + MARGIN)
    paper = Image.new("RGB", (wider[2] - wider[0], wider[3] - wider[1]), "white")
    paper.paste(picture, (-wider[0], -wider[1]))
    return as_png(paper)
