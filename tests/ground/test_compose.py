"""What can be proved of the containers without a container engine."""

import re
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands

from pekppp.running.schedule import WORKER_QUEUES

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service.get("image") == "pekppp"}
SETTINGS = "".join(
    (ROOT / "pekppp" / name).read_text() for name in ("settings.py", "running/data_folder.py")
)
READ = set(re.findall(r"""env\.\w+\(\s*["'](\w+)["']""", SETTINGS))
DOCKERFILE = (ROOT / "Dockerfile").read_text()


def test_the_services_are_those_that_the_application_consists_of() -> None:
    assert set(SERVICES) == {
        *("db", "redis", "migrate", "web", "worker", "worker-documents", "beat"),
    }


@pytest.mark.parametrize("name", OURS)
def test_every_variable_it_sets_is_one_that_settings_read(name: str) -> None:
    given = {name for name, value in OURS[name]["environment"].items() if value != ""}
    assert given - READ == set()


def test_a18_only_what_migrates_is_told_who_owns_the_tables() -> None:
    logins = {
        re.match(r"\w+://(\w+):", it["environment"]["DATABASE_URL"])[1] for it in OURS.values()
    }
    assert {it["environment"]["POSTGRES_PASSWORD"] for it in OURS.values()} == {""}
    assert {name for name in OURS if "DATABASE_OWNER_URL" in OURS[name]["environment"]} == {
        "migrate"
    }
    assert logins == {"pekppp_app"} != {SERVICES["db"]["environment"]["POSTGRES_USER"]}


def test_every_variable_of_the_readme_is_read_and_reaches_the_containers() -> None:
    rows = re.findall(r"^\| (`[A-Z0-9_`=, ]+) \|", (ROOT / "README.md").read_text(), re.MULTILINE)
    told = {name for row in rows for name in re.findall(r"`(\w+)", row)}
    assert "S3_BUCKET" in told
    assert told - READ == set()
    assert {service["env_file"] for service in OURS.values()} == {".env"}


def test_every_variable_of_the_image_is_known() -> None:
    (line,) = re.findall(r"^ENV (.+)$", DOCKERFILE, re.MULTILINE)
    names = {word.split("=")[0] for word in line.split()}
    assert names - READ == {"PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"}


@pytest.mark.parametrize("name", OURS)
def test_every_command_exists(name: str) -> None:
    service = OURS[name]
    image_command = re.search(r"^CMD (\[.+?\])$", DOCKERFILE, re.MULTILINE | re.DOTALL).group(1)
    default = yaml.safe_load(image_command.replace("\\\n", ""))
    command = [*service.get("entrypoint", []), *service.get("command", default)]
    if command[:2] == ["python", "manage.py"]:
        assert (ROOT / "manage.py").exists()
        assert command[2] in get_commands()
    elif command[:2] == ["python", "-m"]:
        assert find_spec(command[2]) is not None
    else:
        assert shutil.which(command[0], path=str(Path(sys.executable).parent))


def test_every_queue_has_a_worker_and_no_worker_waits_at_one_that_nobody_fills() -> None:
    workers = [service["command"] for service in OURS.values() if "--queues" in str(service)]
    queues = ",".join(words[words.index("--queues") + 1] for words in workers)
    assert sorted(queues.split(",")) == sorted(WORKER_QUEUES)


@pytest.mark.parametrize("name", ["web", "worker", "worker-documents"])
def test_it_can_be_replicated(name: str) -> None:
    service = SERVICES[name]
    assert "container_name" not in service
    assert "ports" not in service


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"migrate"}))
def test_what_stays_up_says_whether_it_is_well(name: str) -> None:
    assert {"test", "interval", "timeout", "retries"} <= set(SERVICES[name]["healthcheck"])


def test_every_volume_is_named() -> None:
    used = {
        volume.split(":")[0]
        for service in SERVICES.values()
        for volume in service.get("volumes", [])
    }
    assert used == set(COMPOSE["volumes"])


def test_the_image_does_not_run_as_root() -> None:
    assert re.findall(r"^USER (\w+)$", DOCKERFILE, re.MULTILINE) == ["pekppp"]


def test_image_and_set_up_install_the_same_system_libraries() -> None:
    from pekppp import bootstrap

    wanted = {*bootstrap.LIBRARIES.values(), *bootstrap.FONTS.values()}
    assert {package for package in wanted if package not in DOCKERFILE} == set()
