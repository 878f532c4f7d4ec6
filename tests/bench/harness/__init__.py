"""What `tests/bench/run` is made of: one module a part, and what the parts share."""
