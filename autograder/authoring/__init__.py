"""For those who write a course: what makes the beginnings of a new pair."""
