"""What the contract allows each function of Descent to be given, by its regimes; one module for each assignment."""
