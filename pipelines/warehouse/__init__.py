"""The warehouse: gates, load, build, release. The rules by which claims become events are in ``pipelines.events``."""
