"""Airflow's home on one machine: where its files are, its secrets, and the environment its processes are given."""

import base64
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from pipelines.settings import PROJECT_DIR, Settings

USER = "admin"
HOST = "127.0.0.1"

CHATTY = ("airflow.models.dag", "airflow.serialization.definitions.dag", "alembic.runtime.migration", "http.access")
"""Loggers that tell every second that all is as it was."""


@dataclass(frozen=True)
class Secrets:
    """Made once and kept, so that a restart ends nobody's session and can read what was encrypted."""

    password: str
    jwt_secret: str
    api_secret_key: str
    fernet_key: str


def prepare_home(home: Path) -> Secrets:
    """Make the folder (for the owner alone), the secrets and the password file, and keep those that are there."""
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o700)
    path = home / "secrets.json"
    if not path.exists():
        fernet_key = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
        made = Secrets(secrets.token_urlsafe(12), secrets.token_hex(32), secrets.token_hex(32), fernet_key)
        write_privately(path, vars(made))
    kept = Secrets(**json.loads(path.read_text(encoding="utf-8")))
    write_privately(home / "passwords.json", {USER: kept.password})
    return kept


def child_environment(settings: Settings, home: Path, port: int, kept: Secrets) -> dict[str, str]:
    """What Airflow's processes get: our environment, with all that makes the installation local and private."""
    address = f"http://{HOST}:{port}"
    # The environment is handed on whole, not read: a child needs PATH, HOME and the settings of the model's endpoint.
    return {
        **os.environ,
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__API__BASE_URL": address,
        "AIRFLOW__API__HOST": HOST,
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__API__SECRET_KEY": kept.api_secret_key,
        "AIRFLOW__API_AUTH__JWT_SECRET": kept.jwt_secret,
        "AIRFLOW__CORE__AUTH_MANAGER": "airflow.api_fastapi.auth.managers.simple.simple_auth_manager.SimpleAuthManager",
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
        "AIRFLOW__CORE__DAGS_FOLDER": str(PROJECT_DIR / "dags"),
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{address}/execution/",
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__FERNET_KEY": kept.fernet_key,
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__PARALLELISM": "4",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "False",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(home / "passwords.json"),
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": f"{USER}:admin",
        # The DAG files are ours and seldom change; reading them every half minute takes from what the tasks need.
        "AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": "120",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{home / 'airflow.db'}",
        "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(home / "logs"),
        "AIRFLOW__LOGGING__COLORED_CONSOLE_LOG": "False",
        "AIRFLOW__LOGGING__NAMESPACE_LEVELS": ",".join(f"{name}=WARNING" for name in CHATTY),
        # The task and the triggerer speak to the API server on this machine: never through a proxy.
        "NO_PROXY": f"{HOST},localhost",
        "no_proxy": f"{HOST},localhost",
        # Nothing of ours phones home.
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DO_NOT_TRACK": "1",
        "GX_ANALYTICS_ENABLED": "false",
        # A task may run in any folder: what was relative is made absolute here.
        "NEWSLEDGER_HOME": str(settings.home),
        "NEWSLEDGER_INBOX": str(settings.inbox_dir),
        "PYTHONPATH": str(PROJECT_DIR),
        "PYTHONUNBUFFERED": "1",
    }


def write_privately(path: Path, content: dict[str, str]) -> None:
    """Write JSON that is never for a moment readable by others, and never half written."""
    aside = path.with_suffix(".new")
    aside.unlink(missing_ok=True)
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(content, file)
    aside.replace(path)
