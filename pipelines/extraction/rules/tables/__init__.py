"""The patterns, a table a claim type. Adding a way of saying something is adding a row."""
