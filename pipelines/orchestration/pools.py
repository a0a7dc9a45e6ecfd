"""The pool that the set-up of every installation makes; a task of a missing pool would wait for ever."""

STORE_POOL = "newsledger_store"
"""One slot: load, build and publish take turns."""

MAKE_STORE_POOL = ("pools", "set", STORE_POOL, "1", "One writer of the store at a time: load, build and publish.")
"""The arguments of ``airflow`` that make it, or leave it as it is."""
