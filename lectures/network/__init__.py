"""The network that goes through the course: 1,210 parameters that learn to read handwritten digits."""
