"""Two pictures show the same figure: compare_pictures.py EXPECTED ACTUAL DIFFERENCE.

They may differ as two sets of fonts do, in the shapes of letters. So two numbers are held, each
between what other fonts give and what a fault gives: the share of pixels that differ after a
slight blur (lines and boxes that moved), and the largest difference of the mean ink of a tile
(a text that is missing). What differs is written in DIFFERENCE.
"""

import sys

from PIL import Image, ImageChops, ImageFilter

LARGEST_PIXEL_DIFFERENCE = 32  # Of 255, before a pixel counts as different.
DIFFERENT_PIXELS = 0.002  # Other fonts give 0.0008, boxes moved by 2 pixels 0.006.
TILE = 16  # Pixels: a word.
LARGEST_TILE_DIFFERENCE = 14  # Of 255. Other fonts give 7, a missing word 30.


def main():
    expected_file, actual_file, difference_file = sys.argv[1:]
    expected = Image.open(expected_file).convert("RGB")
    actual = Image.open(actual_file).convert("RGB")
    # At 96 dpi a pixel is three quarters of a point.
    if any(abs(a - b) > 1 for a, b in zip(expected.size, actual.size)):
        sys.exit(f"{actual_file}: {actual.size} pixels, expected {expected.size}")
    actual = actual.crop((0, 0, *expected.size))

    blur = ImageFilter.GaussianBlur(1)
    difference = ImageChops.difference(expected.filter(blur), actual.filter(blur))
    red, green, blue = difference.split()
    largest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    largest.save(difference_file)
    different = sum(largest.histogram()[LARGEST_PIXEL_DIFFERENCE + 1:])
    share = different / (largest.width * largest.height)

    tiles = [picture.convert("L").reduce(TILE) for picture in (expected, actual)]
    tile = ImageChops.difference(*tiles).getextrema()[1]

    print(f"{actual_file}: {share:.4%} of the pixels differ, a tile by {tile}")
    if share > DIFFERENT_PIXELS or tile > LARGEST_TILE_DIFFERENCE:
        sys.exit(f"{actual_file} is not {expected_file}, see {difference_file}")


main()
