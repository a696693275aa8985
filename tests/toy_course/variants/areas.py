"""Variants of `area`."""

from autograder.variants import right, wrong


@wrong("area", "This is the length around the rectangle.", "An area has the unit of a length squared.")
def perimeter(width, height):
    return 2 * (width + height)


@right("area")
def rows(width, height):
    return sum([width] * int(height)) + (height - int(height)) * width
