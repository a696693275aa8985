"""A mark for the tests of what lectures state, which takes seconds to compute."""


def pytest_itemcollected(item):
    """Mark the tests that ask for a lecture's numbers."""
    if "stated_numbers" in item.function.__code__.co_names:
        item.add_marker("slow")
