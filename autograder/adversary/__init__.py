"""An opponent of the hidden cases: it makes wrong answers that are on no list, and shows those that keep all points."""
