"""Claims out of texts: by rules or by a language model, and only what the text carries."""
