"""docker-compose.yml and the image, as far as they can be held to account where no container engine runs."""

import importlib.util
import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

PROJECT_DIR = Path(__file__).resolve().parents[2]
COMPOSE_FILE = PROJECT_DIR / "docker-compose.yml"
TEXT = COMPOSE_FILE.read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"].startswith("newsledger:")}
DOCKERFILE = (PROJECT_DIR / "docker" / "Dockerfile").read_text(encoding="utf-8")

# Programs of images that are not ours, as their publishers document them (looked up 2026-11-22).
FOREIGN = {"postgres": {"pg_isready"}, "redis": {"printf", "redis-server", "redis-cli"}}
# The Celery provider is no part of the development environment. Its parser was asked on 2026-11-22, in the version that
# uv.lock names: `airflow celery worker --skip-serve-logs` is a command, `celery_executor.app` an application.
# Ask again when the lock changes.
CELERY_PROVIDER = "3.26.0"
CELERY_COMMANDS = {
    "airflow celery worker --skip-serve-logs",
    "celery --app airflow.providers.celery.executors.celery_executor.app inspect ping --destination celery@$HOSTNAME",
}
NOT_FOR_CONTAINERS = {"NEWSLEDGER_NOW", "NEWSLEDGER_ALLOW_LOOPBACK"}  # for tests and the sample newsroom
pytestmark = pytest.mark.airflow


def programs(command: list[str]) -> Iterator[list[str]]:
    """The programs that a command runs, those of a shell script among them."""
    if command[0] in {"CMD", "CMD-SHELL"}:
        shell = command[0] == "CMD-SHELL"
        yield from programs(["sh", "-c", command[1]] if shell else command[1:])
    elif command[0] == "sh":
        for line in re.split(r"\n|\|", command[-1].replace("$$", "$")):
            if words := shlex.split(line):
                yield words[1:] if words[0] == "exec" else words
    else:
        yield command


def commands(services: dict[str, dict[str, Any]]) -> list[tuple[str, list[str]]]:
    found = []
    for name, service in services.items():
        for command in (service.get("command"), service.get("healthcheck", {}).get("test")):
            found += [(name, program) for program in programs(command)] if command else []
    return found


ASK_AIRFLOW = """
import json, sys
from airflow.cli.cli_parser import get_parser
from airflow.configuration import conf

def exists(arguments):
    try:
        return bool(get_parser().parse_args(arguments).subcommand)
    except SystemExit:
        return False

options = {name: sorted(section["options"]) for name, section in conf.configuration_description.items()}
print(json.dumps([[exists(arguments) for arguments in json.loads(sys.argv[1])], options]))
"""


class Airflow:
    """What Airflow's own parser and configuration say; asked in a process apart, since a process has one Airflow home."""

    def __init__(self, home: Path) -> None:
        asked = [program[1:] for _, program in commands(OURS) if program[0] == "airflow"] + [["webserver"]]
        done = subprocess.run(
            [sys.executable, "-c", ASK_AIRFLOW, json.dumps(asked)],
            env={**os.environ, "AIRFLOW_HOME": str(home)},
            capture_output=True,
            text=True,
            check=True,
        )
        answers, self.options = json.loads(done.stdout.splitlines()[-1])
        self.exists = {" ".join(arguments): answer for arguments, answer in zip(asked, answers, strict=True)}


@pytest.fixture(scope="module")
def airflow(tmp_path_factory: pytest.TempPathFactory) -> Airflow:
    return Airflow(tmp_path_factory.mktemp("airflow"))


def test_the_file_is_valid_by_the_compose_specification() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(COMPOSE_FILE)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("service", "program"), commands(OURS), ids=lambda part: part if isinstance(part, str) else " ".join(part)
)
def test_every_command_in_our_image_exists(service: str, program: list[str], airflow: Airflow) -> None:
    if "celery" in program[:2]:
        assert " ".join(program) in CELERY_COMMANDS
    elif program[0] == "airflow":
        assert airflow.exists[" ".join(program[1:])]
    else:
        assert program[:2] == ["python", "-m"]
        assert importlib.util.find_spec(program[2]) is not None


def test_a_command_that_does_not_exist_would_be_noticed(airflow: Airflow) -> None:
    assert airflow.exists["webserver"] is False


def test_the_celery_provider_is_the_one_whose_commands_were_asked() -> None:
    locked = tomllib.loads((PROJECT_DIR / "uv.lock").read_text(encoding="utf-8"))["package"]
    assert [p["version"] for p in locked if p["name"] == "apache-airflow-providers-celery"] == [CELERY_PROVIDER]


@pytest.mark.parametrize("service", sorted(set(SERVICES) - set(OURS)))
def test_every_command_in_a_foreign_image_is_one_it_documents(service: str) -> None:
    used = {program[0] for _, program in commands({service: SERVICES[service]})}
    assert used
    assert used <= FOREIGN[service]


def test_all_that_stays_up_tells_its_health_and_starts_again() -> None:
    for name, service in SERVICES.items():
        if name == "airflow-init":
            assert service["restart"] == "no"
        else:
            assert service["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}
            assert service["restart"] == "unless-stopped"


def test_nothing_starts_before_what_it_needs_is_ready() -> None:
    for name, service in OURS.items():
        needs = service["depends_on"]
        first = "postgres" if name == "airflow-init" else "airflow-init"
        assert needs[first]["condition"] in {"service_healthy", "service_completed_successfully"}
        assert all("condition" in need and need_name in SERVICES for need_name, need in needs.items())
        # A service of a profile may be away: whoever is always there must do without it.
        if "profiles" not in service:
            assert all(need.get("required", True) is ("profiles" not in SERVICES[n]) for n, need in needs.items())


def test_only_the_api_server_is_published_and_on_this_machine_alone() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert published == {"airflow-api-server": ["127.0.0.1:${AIRFLOW_PORT:-8080}:8080"]}
    assert not any("network_mode" in service or "expose" in service for service in SERVICES.values())
    assert COMPOSE["networks"]["inside"]["internal"] is True
    assert {name for name, service in SERVICES.items() if service["networks"] == ["inside"]} == {"postgres", "redis"}


def test_no_container_may_gain_rights() -> None:
    assert all(service["security_opt"] == ["no-new-privileges:true"] for service in SERVICES.values())
    assert all(service["cap_drop"] == ["ALL"] for service in OURS.values())
    assert not any(service.get("privileged") for service in SERVICES.values())
    assert re.findall(r"^USER (.+)$", DOCKERFILE, re.MULTILINE) == ["newsledger"]


def test_what_comes_from_this_machine_is_mounted_for_reading_only() -> None:
    mounts = [mount for service in SERVICES.values() for mount in service.get("volumes", [])]
    named = {mount for mount in mounts if mount.split(":")[0] in COMPOSE["volumes"]}
    assert mounts
    assert all(mount.endswith(":ro") for mount in mounts if mount not in named)
    assert not any("docker.sock" in mount for mount in mounts)


def test_every_variable_without_a_default_is_explained_in_an_example() -> None:
    used = set(re.findall(r"(?<!\$)\$\{(\w+)", TEXT)) | {s["environment"] for s in COMPOSE["secrets"].values()}
    explained = {
        name
        for path in (PROJECT_DIR / ".env.example", PROJECT_DIR / "docker" / ".env.example")
        for name in re.findall(r"^(\w+)=", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert {"POSTGRES_PASSWORD", "AIRFLOW_ADMIN_PASSWORD"} <= used
    assert used - explained == set()


def test_no_secret_is_written_down() -> None:
    secret = re.compile(r"(PASSWORD|SECRET|_KEY|REDISCLI_AUTH)$")
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if secret.search(name):
                assert re.fullmatch(r"\$\{\w+:(\?[^}]+|-)\}", value), name
    assert not re.search(r"://\w*:[^$@/\s]+@", TEXT)
    example = (PROJECT_DIR / "docker" / ".env.example").read_text(encoding="utf-8")
    assert re.findall(r"^\w+=(.+)$", example, re.MULTILINE) == []


def test_a_secret_that_is_missing_stops_the_start_with_what_to_do() -> None:
    for name in (
        "POSTGRES_PASSWORD",
        "REDIS_PASSWORD",
        "AIRFLOW_API_SECRET_KEY",
        "AIRFLOW_JWT_SECRET",
        "AIRFLOW_FERNET_KEY",
    ):
        uses = re.findall(rf"\$\{{{name}(.*?)\}}", TEXT)
        assert uses
        assert all(use.startswith(":?") and "docker/.env.example" in use for use in uses)


def test_the_set_up_makes_the_pool_that_the_dag_needs() -> None:
    from pipelines.orchestration.pools import MAKE_STORE_POOL

    assert ["airflow", *MAKE_STORE_POOL] in list(programs(SERVICES["airflow-init"]["command"]))


def test_every_setting_reaches_the_containers_but_those_for_tests() -> None:
    from pipelines.settings import Settings

    names = {f"NEWSLEDGER_{name.upper()}" for name in Settings.model_fields} - NOT_FOR_CONTAINERS
    for service in OURS.values():
        assert {name for name in service["environment"] if name.startswith("NEWSLEDGER_")} == names


def test_every_airflow_option_passed_on_is_one_it_has(airflow: Airflow) -> None:
    for service in OURS.values():
        for name in service["environment"]:
            if name.startswith("AIRFLOW__"):
                _, section, option = name.lower().split("__")
                assert section == "celery" or option in airflow.options[section], name


def test_every_address_of_the_database_names_a_driver_that_the_image_installs() -> None:
    # SQLAlchemy 2.1 takes psycopg 3 where none is named, and a Celery worker then ends as it starts (2026-11-26).
    extra = tomllib.loads((PROJECT_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "optional-dependencies"
    ]
    installed = {re.split(r"[-<>=]", requirement)[0] for requirement in extra["cluster"]}
    named = re.findall(r"postgresql(\+\w+)?://", TEXT)
    assert named
    assert {name.removeprefix("+") for name in named} <= installed


def test_the_image_installs_what_is_locked_and_copies_what_is_there() -> None:
    makefile = (PROJECT_DIR / "Makefile").read_text(encoding="utf-8")
    version = re.search(r"UV_VERSION := (\S+)", makefile)
    assert version
    assert f"uv=={version[1]}" in DOCKERFILE
    assert DOCKERFILE.count("uv sync --frozen --no-dev --extra cluster") == 2
    copied = [
        word for line in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE) for word in line.split()
    ]
    allowed = re.findall(r"^!(.+)$", (PROJECT_DIR / "docker/Dockerfile.dockerignore").read_text(), re.MULTILINE)
    assert set(copied) == set(allowed)
    assert all((PROJECT_DIR / name).exists() for name in copied)


def test_a_password_that_is_missing_or_short_stops_the_set_up(tmp_path: Path) -> None:
    import typer
    from typer.testing import CliRunner

    from pipelines.orchestration.passwords import main

    app = typer.Typer()
    app.command()(main)
    secret, file = tmp_path / "secret", tmp_path / "passwords.json"
    secret.write_text("")
    assert CliRunner().invoke(app, [str(secret), str(file)]).exit_code == 2
    assert not file.exists()
    secret.write_text("long enough\n")
    assert CliRunner().invoke(app, [str(secret), str(file)]).exit_code == 0
    assert (file.read_text(), file.stat().st_mode & 0o777) == ('{"admin": "long enough"}', 0o600)
