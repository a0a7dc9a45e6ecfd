"""The whole way under Airflow's own scheduler: a file enters the inbox, and the fact stands in the release."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import duckdb
import httpx
import pytest
from redis import Redis

pytestmark = pytest.mark.airflow
ARTICLE = {
    "id": "scheduler-test-1",
    "url": "https://sample.example/2019/cloud-pledge",
    "title": "Microsoft invests in OpenAI",
    "publisher": "Sample Courier",
    "published": "2019-07-22",
    "lang": "en",
    "text": (
        "Microsoft has invested $1 billion in OpenAI, the two companies said on Monday. "
        "The start-up will run its work on the cloud of the software maker. "
        "Both firms expect the partnership to last for many years."
    ),
}
MESSAGE = ARTICLE | {
    "id": "scheduler-test-2",
    "url": "https://sample.example/2024/search-round",
    "title": "Perplexity raises $500 million",
    "published": "2024-12-19",
    "text": (
        "Perplexity has raised $500 million in a round led by Sequoia Capital, the company said on Thursday. "
        "The money goes into research. It wants to hire more engineers."
    ),
}
FACT = "select count(*) from marts.fct_investments where recipient = ? and amount = ? and currency_code = 'USD'"
STREAM = "newsledger:articles"
LIMIT_SECONDS = 60
"""From an article's arrival to the released fact, on two processors with nothing else to do."""


class Local:
    """``make airflow`` as a child of the test."""

    def __init__(self, home: Path, queue_url: str, *arguments: str) -> None:
        self.home = home
        self.log = home.parent / "airflow.log"
        environment = {
            **os.environ,
            "NEWSLEDGER_HOME": str(home),
            "NEWSLEDGER_COLLECT_FEEDS": "false",
            "NEWSLEDGER_QUEUE_URL": queue_url,
        }
        with self.log.open("w") as file:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "pipelines.orchestration.local", *arguments],
                env=environment,
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def said(self) -> str:
        return self.log.read_text(errors="replace")

    def logged(self) -> str:
        return (self.home / "airflow" / "logs" / "airflow.log").read_text(errors="replace")

    def wait_for(self, pattern: str, seconds: float) -> re.Match[str]:
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.process.poll() is None:
            if found := re.search(pattern, self.said()):
                return found
            time.sleep(0.5)
        raise AssertionError(f"{pattern!r} was not said in {seconds} s; the last lines are:\n{self.said()[-2000:]}")

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(90)
        finally:
            self.process.kill()


@pytest.fixture(scope="module")
def airflow(tmp_path_factory: pytest.TempPathFactory, redis_server: str) -> Iterator[Local]:
    local = Local(tmp_path_factory.mktemp("local") / "data", redis_server, "--port", "0")
    try:
        yield local
    finally:
        if local.process.poll() is None:
            local.stop()


def facts(home: Path, recipient: str, amount: int) -> int:
    path = home / "published" / "newsledger.duckdb"
    if not path.exists():
        return 0
    with duckdb.connect(str(path), read_only=True) as connection:
        return int((connection.execute(FACT, [recipient, amount]).fetchone() or (0,))[0])


def crowding() -> float:
    """How many times longer work takes now than on an idle machine: what a child needs by the clock, to its processor time."""
    before, begun = os.times(), time.monotonic()
    subprocess.run([sys.executable, "-c", "import duckdb, pyarrow, pydantic; sum(range(20_000_000))"], check=True)
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return max(1.0, (time.monotonic() - begun) / spent)


def seconds_to(airflow: Local, recipient: str, amount: int) -> float:
    """How long it took until the one fact stood in the release, had the machine done nothing else."""
    begun, crowded = time.monotonic(), [crowding()]
    while time.monotonic() < begun + 300 and not facts(airflow.home, recipient, amount):
        time.sleep(0.5)
    took = time.monotonic() - begun
    crowded.append(crowding())
    assert facts(airflow.home, recipient, amount) == 1, airflow.logged()[-8000:]
    return took / max(crowded)


def listening(pids: set[int]) -> set[str]:
    """The addresses that these processes listen on, as the kernel tells it (Linux)."""
    sockets = set()
    for link in (link for pid in pids for link in Path(f"/proc/{pid}/fd").glob("*")):
        with suppress(OSError):  # closed meanwhile, or a process that has ended
            sockets.add(str(link.readlink()))
    lines = [
        line.split() for table in ("tcp", "tcp6") for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]
    ]
    return {line[1].split(":")[0] for line in lines if line[3] == "0A" and f"socket:[{line[9]}]" in sockets}


def family(pid: int) -> set[int]:
    children: set[int] = set()
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            children.update(map(int, task.read_text().split()))
    return {pid}.union(*(family(child) for child in children))


@pytest.mark.timeout(500)
def test_an_article_dropped_into_the_inbox_becomes_a_fact_without_any_further_hand(airflow: Local) -> None:
    airflow.wait_for(r"Airflow is ready: (http://127\.0\.0\.1:\d+)", 150)
    (airflow.home / "inbox" / "article.json").write_text(json.dumps(ARTICLE), encoding="utf-8")
    assert seconds_to(airflow, "OpenAI", 1_000_000_000) <= LIMIT_SECONDS


@pytest.mark.timeout(500)
def test_a_message_in_the_queue_becomes_a_fact_without_any_further_hand(airflow: Local, redis_server: str) -> None:
    with Redis.from_url(redis_server) as client:
        client.xadd(STREAM, {"article": json.dumps(MESSAGE)})
    assert seconds_to(airflow, "Perplexity", 500_000_000) <= LIMIT_SECONDS


def test_nothing_listens_wider_than_this_machine(airflow: Local) -> None:
    assert listening(family(airflow.process.pid)) == {"0100007F"}


def test_the_printed_password_opens_the_api_and_no_other_does(airflow: Local) -> None:
    said = airflow.said()
    address = re.findall(r"Airflow is ready: (\S+)", said)[0]
    password = re.findall(r"password (\S+) \(kept", said)[0]
    with httpx.Client(base_url=address, trust_env=False, timeout=30) as client:
        assert client.get("/api/v2/dags").status_code == 401
        assert client.post("/auth/token", json={"username": "admin", "password": "x"}).status_code == 401
        token = client.post("/auth/token", json={"username": "admin", "password": password}).json()["access_token"]
        headers = {"Authorization": f"Bearer {token}"}
        dags = client.get("/api/v2/dags", headers=headers).json()["dags"]
        pool = client.get("/api/v2/pools/newsledger_store", headers=headers).json()
    assert {dag["dag_id"]: dag["is_paused"] for dag in dags} == dict.fromkeys(
        (path.stem for path in (Path(__file__).resolve().parents[2] / "dags").glob("*.py")), False
    )
    assert pool["slots"] == 1


def test_the_terminal_shows_where_to_go_and_the_log_what_all_parts_said(airflow: Local) -> None:
    said = airflow.said().splitlines()
    assert len(said) < 10
    assert [line for line in said if "| " in line] == []
    assert all(f"{part} " in airflow.logged() for part in ("scheduler", "triggerer", "dag-processor", "api-server"))


def test_what_is_secret_is_for_the_owner_alone(airflow: Local) -> None:
    home = airflow.home / "airflow"
    modes = {path.name: path.stat().st_mode & 0o777 for path in (home, home / "secrets.json", home / "passwords.json")}
    assert modes == {"airflow": 0o700, "secrets.json": 0o600, "passwords.json": 0o600}


def test_a_second_airflow_on_the_same_home_is_refused(airflow: Local, tmp_path: Path) -> None:
    environment = {**os.environ, "NEWSLEDGER_HOME": str(airflow.home)}
    command = [sys.executable, "-m", "pipelines.orchestration.local", "--port", "0"]
    done = subprocess.run(
        command, env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, "stop that one first" in done.stderr) == (5, True)


def test_a_port_in_use_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        environment = {**os.environ, "NEWSLEDGER_HOME": str(tmp_path / "data")}
        command = [sys.executable, "-m", "pipelines.orchestration.local", "--port", str(port)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert f"Port {port} on 127.0.0.1 cannot be used" in done.stderr


def test_stopping_ends_all_that_was_started_and_answers_zero(airflow: Local) -> None:
    started = family(airflow.process.pid)
    assert len(started) > 4
    assert airflow.stop() == 0
    assert [pid for pid in started if Path(f"/proc/{pid}").exists()] == []
