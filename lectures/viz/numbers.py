"""Numbers as a person would write them, for sliders and sentences: 1000 and not 1e+03."""

import math

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
LARGEST, SMALLEST = 1e7, 1e-5  # sizes between which a number is written out


def number(value: float, digits: int = 3) -> str:
    """Return a number in words: with so many significant digits, and no zeros at its end.

    Parameters
    ----------
    value : float
    digits : int
        How many significant digits are kept.

    Returns
    -------
    str
        Such as ``"0.0001"``, ``"1000"``, ``"12,500"``, ``"−1.8"``, ``"2.5·10⁻⁷"``, ``"∞"``.
    """
    if math.isnan(value):
        return "nan"
    sign = "−" if value < 0 else ""
    if math.isinf(value):
        return f"{sign}∞"
    mantissa, exponent = f"{abs(value):.{digits - 1}e}".split("e")
    power, size = int(exponent), float(f"{mantissa}e{exponent}")
    if size == 0:
        return "0"
    if SMALLEST <= size < LARGEST:
        text = f"{size:,.{max(digits - 1 - power, 0)}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return sign + (text if size >= 10_000 else text.replace(",", ""))
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    factor = "" if mantissa == "1" else f"{mantissa}·"
    return f"{sign}{factor}10{str(power).translate(SUPERSCRIPTS)}"
