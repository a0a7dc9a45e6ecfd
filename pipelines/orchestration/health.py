"""Ask an API server which parts of Airflow are alive; ``python -m pipelines.orchestration.health URL`` exits 0 if it answers."""

import sys

import httpx

PARTS = ("metadatabase", "scheduler", "triggerer", "dag_processor")


def alive(address: str) -> set[str]:
    """The parts that are healthy, as the API server tells it; none while it does not answer."""
    try:
        answer = httpx.get(f"{address}/api/v2/monitor/health", timeout=5, trust_env=False).json()
    except (httpx.HTTPError, ValueError):
        return set()
    return {part for part in PARTS if answer.get(part, {}).get("status") == "healthy"}


if __name__ == "__main__":
    sys.exit(0 if "metadatabase" in alive(sys.argv[1]) else 1)
