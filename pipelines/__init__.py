"""Newsledger: news about AI in, audited facts out."""
