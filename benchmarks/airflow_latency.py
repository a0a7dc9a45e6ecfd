"""How long it takes from an article's arrival to the released fact on Postgres, Redis and a Celery worker.

Run with ``python -m benchmarks.airflow_latency``, after ``uv sync --extra cluster`` and with PostgreSQL and redis-server
installed. Options, commands and their order are those of ``docker-compose.yml`` with its profile ``celery``: the file is
read, and only hosts, ports and folders are put in place of the containers'. Everything listens on 127.0.0.1.
"""

import argparse
import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
import psycopg2
import yaml
from redis import Redis

from pipelines.orchestration.health import PARTS, alive
from pipelines.orchestration.processes import Process, open_log, stop_in_order
from pipelines.settings import PROJECT_DIR

COMPOSE: dict[str, Any] = yaml.safe_load((PROJECT_DIR / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, Any] = COMPOSE["services"]
STREAM = "newsledger:articles"
STOP_ORDER = ("scheduler", "worker", "triggerer", "dag-processor", "api-server")
TEXT = (
    "Microsoft has invested ${amount} million in OpenAI, the two companies said on Monday. "
    "The start-up will run its work on the cloud of the software maker. Both firms expect to work together for years."
)
FACT = "select count(*) from marts.fct_investments where recipient = 'OpenAI' and amount = ?"
TASKS = "select dag_id, queued_dttm, start_date, end_date from task_instance where start_date >= %s order by start_date"


class Place:
    """Where things are on this machine instead of in containers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home, self.inbox, self.airflow = (folder / name for name in ("data", "inbox", "airflow"))
        self.postgres, self.redis, self.api = free_ports(3)
        self.password = secrets.token_hex(12)
        self.secret = folder / "admin_password"
        for path in (self.home, self.inbox, self.airflow / "auth", self.airflow / "logs"):
            path.mkdir(parents=True)
        self.secret.write_text(self.password, encoding="utf-8")

    @property
    def database(self) -> str:
        return f"host=127.0.0.1 port={self.postgres} dbname=airflow user=airflow password={self.password}"

    @property
    def queue_url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.redis}/1"

    def put(self, text: str) -> str:
        """The containers' hosts and folders replaced by ours."""
        for theirs, ours in {
            "@postgres/": f"@127.0.0.1:{self.postgres}/",
            "@redis:6379": f"@127.0.0.1:{self.redis}",
            "airflow-api-server:8080": f"127.0.0.1:{self.api}",
            "127.0.0.1:8080": f"127.0.0.1:{self.api}",
            "/var/lib/newsledger-inbox": str(self.inbox),
            "/var/lib/newsledger": str(self.home),
            "/opt/newsledger": str(PROJECT_DIR),
            "/opt/airflow": str(self.airflow),
            "/run/secrets/airflow_admin_password": str(self.secret),
        }.items():
            text = text.replace(theirs, ours)
        return text

    def environment(self) -> dict[str, str]:
        """What the file gives every part of Airflow, filled in as ``docker/.env.example`` says."""
        given = {
            "POSTGRES_PASSWORD": self.password,
            "REDIS_PASSWORD": self.password,
            "AIRFLOW_API_SECRET_KEY": secrets.token_hex(32),
            "AIRFLOW_JWT_SECRET": secrets.token_hex(32),
            "AIRFLOW_FERNET_KEY": urlsafe_b64encode(secrets.token_bytes(32)).decode(),
            "AIRFLOW_EXECUTOR": "CeleryExecutor",
            "NEWSLEDGER_COLLECT_FEEDS": "false",
            "NEWSLEDGER_QUEUE_URL": self.queue_url,
        }
        file = SERVICES["airflow-scheduler"]["environment"].items()
        filled = {name: self.put(filled_in(str(value), given)) for name, value in file}
        ours = {
            "AIRFLOW_HOME": str(self.airflow),
            "AIRFLOW__API__HOST": "127.0.0.1",
            "AIRFLOW__API__PORT": str(self.api),
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "PYTHONPATH": str(PROJECT_DIR),
            "PYTHONUNBUFFERED": "1",
        }
        return {**os.environ, **filled, **ours}


def filled_in(text: str, given: dict[str, str]) -> str:
    """Compose's own variables: ``${NAME:-default}`` and ``${NAME:?else an error}``."""
    return re.sub(r"\$\{(\w+)(?::-([^}]*)|:\?[^}]*)?\}", lambda found: given.get(found[1]) or found[2] or "", text)


def free_ports(count: int) -> list[int]:
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(probe.getsockname()[1]) for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def program(name: str) -> str:
    """A program of PostgreSQL, which Debian keeps off the path."""
    found = shutil.which(name) or next(iter(map(str, Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))), None)
    assert found, f"{name} is not installed (Debian: apt-get install postgresql redis-server)"
    return found


@contextmanager
def stores(place: Place, log: Any) -> Iterator[None]:
    """PostgreSQL and Redis, empty. PostgreSQL refuses to be root: then it runs as the user its package made."""
    data = place.folder / "postgres"
    data.mkdir(mode=0o700)
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_user:
        place.folder.chmod(0o711)
        shutil.chown(data, "postgres")
        shutil.copyfile(place.secret, place.folder / "postgres_password")
        shutil.chown(place.folder / "postgres_password", "postgres")
    words = place.folder / "postgres_password" if as_user else place.secret
    initdb = [*as_user, program("initdb"), "-D", str(data), "-U", "airflow", "-A", "scram-sha-256", f"--pwfile={words}"]
    subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, cwd="/")
    server = [program("postgres"), "-D", str(data), "-h", "127.0.0.1", "-p", str(place.postgres), "-k", ""]
    redis = [
        program("redis-server"),
        "--port",
        str(place.redis),
        "--bind",
        "127.0.0.1",
        "--requirepass",
        place.password,
    ]
    environment = dict(os.environ)
    running = [
        Process("postgres", [*as_user, *server], environment, log),
        Process("redis", [*redis, "--save", "", "--dir", str(place.folder)], environment, log),
    ]
    try:
        until = time.monotonic() + 30
        while True:
            try:
                with closing(
                    psycopg2.connect(place.database.replace("dbname=airflow", "dbname=postgres"))
                ) as connection:
                    connection.autocommit = True  # a database is not made within a transaction
                    connection.cursor().execute("create database airflow")
                break
            except psycopg2.OperationalError:
                assert time.monotonic() < until, running[0].last_words()
                time.sleep(0.3)
        yield
    finally:
        stop_in_order(running, seconds=20)


@contextmanager
def airflow(place: Place, log: Any) -> Iterator[None]:
    """Airflow's parts, by the commands of the file: the set-up, the API server, and once that answers the others."""
    environment = place.environment()
    for line in place.put(SERVICES["airflow-init"]["command"][-1]).splitlines():
        subprocess.run(["sh", "-ec", line], check=True, env=environment, stdout=subprocess.DEVNULL)
    running: dict[str, Process] = {}

    def start(*names: str) -> None:
        for name in names:
            running[name] = Process(name, SERVICES[f"airflow-{name}"]["command"], environment, log)

    try:
        start("api-server", "dag-processor", "triggerer")
        wait_until(lambda: alive(f"http://127.0.0.1:{place.api}"), 120, running)
        start("worker", "scheduler")
        wait_until(lambda: alive(f"http://127.0.0.1:{place.api}") == set(PARTS), 120, running)
        yield
    finally:
        stop_in_order([running[name] for name in STOP_ORDER if name in running], seconds=20)


def wait_until(is_so: Any, seconds: float, running: dict[str, Process]) -> None:
    until = time.monotonic() + seconds
    while not is_so():
        ended = [f"{one.name}: {one.last_words()}" for one in running.values() if one.code() is not None]
        assert not ended, ended
        assert time.monotonic() < until, "not ready in time"
        time.sleep(0.5)


def seconds_to_fact(place: Place, way: str, number: int) -> float:
    """Hand an article in, and wait until the release has its fact."""
    article = {
        "id": f"latency-{number}",
        "url": f"https://sample.example/2019/{number}",
        "title": "Microsoft invests in OpenAI",
        "publisher": "Sample Courier",
        "published": "2019-07-22",
        "lang": "en",
        "text": TEXT.replace("{amount}", str(100 + 50 * number)),
    }
    begun = time.monotonic()
    if way == "inbox":
        (place.inbox / f"{number}.json").write_text(json.dumps(article), encoding="utf-8")
    else:
        with Redis.from_url(place.queue_url) as client:
            client.xadd(STREAM, {"article": json.dumps(article)})
    while not is_released(place, (100 + 50 * number) * 1_000_000):
        assert time.monotonic() < begun + 300, "no fact in five minutes"
        time.sleep(0.25)
    return time.monotonic() - begun


def is_released(place: Place, amount: int) -> bool:
    path = place.home / "published" / "newsledger.duckdb"
    if not path.exists():
        return False
    with duckdb.connect(str(path), read_only=True) as connection:
        return (connection.execute(FACT, [amount]).fetchone() or (0,))[0] == 1


def steps(place: Place, since: datetime) -> str:
    """When each task since then was queued, began and ended, in seconds."""
    with closing(psycopg2.connect(place.database)) as connection, connection.cursor() as cursor:
        cursor.execute(TASKS, [since])
        rows = cursor.fetchall()
    said = [
        f"{dag} {' '.join(f'{(at - since).total_seconds():.1f}' if at else '-' for at in times)}"
        for dag, *times in rows
    ]
    return " · ".join(said)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=3, help="articles by each way")
    parser.add_argument("--log", type=Path, help="where the parts' own log goes (default: with them)")
    repeats, log_path = (options := parser.parse_args()).repeats, options.log
    with tempfile.TemporaryDirectory(prefix="newsledger-latency-") as folder:
        place = Place(Path(folder))
        log = open_log(log_path or place.folder / "parts.log", also_shown=False)
        with stores(place, log), airflow(place, log):
            time.sleep(30)  # what runs at the first start is not what is measured
            took: dict[str, list[float]] = {"inbox": [], "queue": []}
            for number in range(2 * repeats):
                way, since = ("inbox", "queue")[number % 2], datetime.now().astimezone()
                took[way].append(seconds_to_fact(place, way, number))
                print(
                    f"{way}: {took[way][-1]:.1f} s at load {os.getloadavg()[0]:.1f}; {steps(place, since)}", flush=True
                )
    for way, seconds in took.items():
        print(f"{way}: {len(seconds)} articles, median {median(seconds):.1f} s, most {max(seconds):.1f} s")


if __name__ == "__main__":
    main()
