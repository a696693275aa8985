"""What students of the toy course get wrong, and what they get right in another way."""
