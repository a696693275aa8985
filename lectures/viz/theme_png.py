"""Small PNG files: one image of palette indices with a palette for the light and one for the dark theme."""

import struct
import zlib

import numpy as np

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def two_palette_png(
    light: np.ndarray, dark: np.ndarray, colours: int = 96, kept: np.ndarray | None = None
) -> dict[str, bytes]:
    """Compress two pictures that differ in colours only.

    The browser puts ``head + light + tail`` or ``head + dark + tail`` together, so that a change of theme
    needs no new picture and both themes cost one.

    Parameters
    ----------
    light, dark : ndarray of uint8, shape (height, width, 4)
    colours : int
        Size of the common palette, at most 256.
    kept : ndarray of uint8, shape (K, 8), optional
        Colours in both themes that are in the palette as they are, however few pixels have them.

    Returns
    -------
    dict of str to bytes
        ``head``, ``light``, ``dark`` and ``tail``.
    """
    height, width = light.shape[:2]
    pixels = np.concatenate([light, dark], axis=2).reshape(-1, 8)
    index, palette = quantise(pixels, colours, kept)
    rows = np.zeros((height, width + 1), np.uint8)  # each row starts with its filter, 0
    rows[:, 1:] = index.reshape(height, width)
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    return {
        "head": SIGNATURE + _chunk(b"IHDR", header),
        "light": _palette(palette[:, :4]),
        "dark": _palette(palette[:, 4:]),
        "tail": _chunk(b"IDAT", zlib.compress(rows.tobytes(), 9)) + _chunk(b"IEND", b""),
    }


def palette_png(picture: np.ndarray, colours: int = 64, kept: np.ndarray | None = None) -> bytes:
    """Return one opaque or transparent picture (height, width, 4) as a PNG file with a small palette."""
    parts = two_palette_png(picture, picture, colours, kept)
    return parts["head"] + parts["light"] + parts["tail"]


def quantise(pixels: np.ndarray, colours: int, kept: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Choose a small palette for pixels, the frequent ones first, and give each pixel its nearest entry.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (P, C)
        C must be 8: colours in two themes are matched together.
    colours : int
    kept : ndarray of uint8, shape (K, C), optional
        Colours that stay as they are where pixels have them, and in three degrees of transparency where lines end.

    Returns
    -------
    index : ndarray of uint8, shape (P,)
    palette : ndarray of uint8, shape (≤ colours, C)
    """
    pixels = pixels.copy()
    pixels[pixels[:, 3] == 0, :4] = 0  # what is transparent has no colour
    pixels[pixels[:, 7] == 0, 4:] = 0
    keys = np.ascontiguousarray(pixels).view(np.uint64).ravel()
    unique, index, count = np.unique(keys, return_inverse=True, return_counts=True)
    exact = unique.view(np.uint8).reshape(-1, 8)
    if len(exact) <= colours:
        return index.astype(np.uint8), exact
    fixed = _present(exact, kept)
    coarse = np.ascontiguousarray(exact & 0xF0).view(np.uint64).ravel()
    _, group = np.unique(coarse, return_inverse=True)
    weight = np.bincount(group, count)
    chosen = np.argsort(-weight, kind="stable")[: colours - len(fixed)]
    means = np.stack([np.bincount(group, count * exact[:, c]) / weight for c in range(8)], axis=1)
    palette = np.concatenate([fixed, means[chosen]])
    for _ in range(2):  # a little k-means: move each entry to the mean of what it stands for
        nearest = _nearest(exact, palette)
        total = np.bincount(nearest, count, len(palette))
        for c in range(8):
            sums = np.bincount(nearest, count * exact[:, c], len(palette))
            palette[:, c] = np.where(total > 0, sums / np.maximum(total, 1), palette[:, c])
        palette[: len(fixed)] = fixed
    palette = palette.round().astype(np.uint8)
    return _nearest(exact, palette.astype(float)).astype(np.uint8)[index], palette


def _present(exact, kept):
    """Return the colours to keep that are among those of the picture, in four degrees of transparency if it has any."""
    if kept is None:
        return np.zeros((0, 8))
    there = kept[[bool((exact == colour).all(axis=1).any()) for colour in kept]].astype(float)
    if exact[:, [3, 7]].min() == 255:
        return there
    degrees = [there.copy() for _ in range(4)]
    for part, colours in enumerate(degrees, start=1):
        colours[:, [3, 7]] = round(255 * part / 4)
    return np.concatenate(degrees)


def _nearest(points, palette):
    """Return which entry is nearest to each point, as both look on the page: the less opaque, the less they differ."""
    points, palette = _seen(points), _seen(palette)
    distance = (palette**2).sum(1) - 2 * points @ palette.T
    return distance.argmin(axis=1)


def _seen(colours):
    seen = colours.astype(np.float32)
    seen[:, :3] *= seen[:, 3:4] / 255
    seen[:, 4:7] *= seen[:, 7:8] / 255
    return seen


def _palette(colours):
    opacity = _chunk(b"tRNS", colours[:, 3].tobytes()) if (colours[:, 3] < 255).any() else b""
    return _chunk(b"PLTE", colours[:, :3].tobytes()) + opacity


def _chunk(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
