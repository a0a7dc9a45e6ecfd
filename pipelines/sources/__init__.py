"""Where news comes from: the registry of feeds, and the readers of feeds and of the inbox folder. Nothing here opens a connection."""
