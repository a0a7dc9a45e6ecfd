"""A sample newsroom: invented publishers, articles in our own words, and a server of feeds and pages."""

from pipelines.sample.server import Newsroom, serve_newsroom

__all__ = ["Newsroom", "serve_newsroom"]
