"""Where news comes from: the registry of feeds, and the readers of feeds, sitemaps, the inbox folder, the queue and archives of crawls."""
