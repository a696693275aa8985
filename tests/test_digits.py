"""The shipped digits are the published ones, and their three parts are apart and balanced."""

import hashlib

import numpy as np

from checks.digits import DIGITS_FILE, load_digits, split_digits


def test_file_is_the_published_one():
    digest = hashlib.sha256(DIGITS_FILE.read_bytes()).hexdigest()
    assert digest == "09f66e6debdee2cd2b5ae59e0d6abbb73fc2b0e0185d2e1957e9ebb51e23aa22"
    assert digest in (DIGITS_FILE.parent / "README.md").read_text(encoding="utf-8")


def test_shapes_and_ranges():
    X, y = load_digits()
    assert X.shape == (1797, 64) and X.dtype == np.float64
    assert X.min() == 0 and X.max() == 16 and np.array_equal(X, np.round(X))
    # The counts of the test part in UCI's description.
    assert y.dtype == np.int64
    assert np.bincount(y).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]


def test_parts_share_no_image_and_make_up_the_whole():
    X, y = load_digits()
    parts = split_digits()
    assert [len(part) for part in parts] == [1285, 1285, 256, 256, 256, 256]
    rows = np.vstack([np.column_stack(parts[i : i + 2]) for i in (0, 2, 4)])
    whole = np.column_stack([X, y])
    assert np.array_equal(rows[np.lexsort(rows.T)], whole[np.lexsort(whole.T)])
    assert len(np.unique(whole, axis=0)) == len(whole)


def test_each_part_has_every_digit_in_its_share():
    parts = split_digits()
    for y in (parts.y_train, parts.y_val, parts.y_test):
        share = np.bincount(y, minlength=10) / len(y)
        assert np.all((share > 0.06) & (share < 0.15))
