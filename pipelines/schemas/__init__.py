"""Records that cross a stage."""
