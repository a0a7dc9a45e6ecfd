"""The rules by which texts become stories, names organizations and claims events: pure functions that open no file."""
