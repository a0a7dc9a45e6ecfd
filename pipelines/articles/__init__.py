"""From an address to an article: fetch politely, keep the bytes, read the text, and write what is new to the lake."""
