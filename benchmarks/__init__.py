"""How good and how fast the assistant is, measured against others on the same data."""
