from benchmarks.collect_speed import many_sites, seen, sources
from pipelines.articles.collect import collect
from pipelines.lake import Lake
from pipelines.settings import load_settings


def test_many_sites_are_read_at_once_and_none_sees_more_than_its_limit(tmp_path) -> None:
    settings = load_settings(home=tmp_path, allow_loopback=True, fetch_backoff_seconds=0.01)
    with many_sites("--items", "4", "--failing", "0.1", "--page-bytes", "20000", "--latency", "0.02") as (port, _):
        result = collect(settings, Lake(settings.lake_dir), sources=sources(port, 30))
        was_seen = seen(port)
    assert (result.sources_failed, result.articles_new, result.waiting) == ([], 120, 0)
    assert was_seen["failed"] > 0
    assert was_seen["most_open_of_one_host"] == settings.fetch_connections_per_host == 2
    assert was_seen["most_open"] > settings.fetch_connections_per_host
    assert was_seen["most_open"] <= settings.fetch_connections
