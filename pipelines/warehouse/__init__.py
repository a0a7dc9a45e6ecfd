"""The warehouse: gates, load, build, release, and the rules by which claims become events."""
