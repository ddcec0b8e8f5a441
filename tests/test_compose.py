"""docker-compose.yml: what it names is there, and its secrets come from .env alone."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

yaml = pytest.importorskip("yaml")

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docker-compose.yml").read_text("utf-8")
OPTIONS = """
from airflow.configuration import retrieve_configuration_description
for section, described in retrieve_configuration_description().items():
    for option in described["options"]:
        print(f"AIRFLOW__{section}__{option}".upper())
"""


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load(TEXT)


@pytest.fixture(scope="module")
def services(compose):
    return compose["services"]


def test_every_dependency_is_a_service_and_its_condition_can_come_true(services):
    for name, service in services.items():
        for other, how in service.get("depends_on", {}).items():
            needed = services[other]
            if how["condition"] == "service_healthy":
                assert "healthcheck" in needed, (name, other)
            else:
                assert needed["restart"] == "no", (name, other)


def test_a_service_without_a_profile_needs_none_that_has_one(services):
    for service in services.values():
        for other in service.get("depends_on", {}):
            profiles = set(services[other].get("profiles", []))
            assert not profiles or profiles & set(service.get("profiles", []))


def test_every_volume_is_declared_and_the_data_is_one(compose, services):
    used = {mount.split(":")[0] for one in services.values() for mount in one.get("volumes", [])}
    assert used == set(compose["volumes"])
    ours = [one for one in services.values() if one["image"].startswith("hearsay:")]
    assert all(one["volumes"] == ["data:/data"] for one in ours)


def test_every_image_is_pinned(services):
    base = services["init"]["build"]["dockerfile_inline"].split()[1]
    for image in [base, *(one["image"] for one in services.values())]:
        assert re.fullmatch(r"[\w/.-]+:\d+\.\d+[\w.-]*", image), image


def test_the_base_image_is_of_the_airflow_that_the_project_asks_for(services):
    version = re.search(r"apache-airflow==([\d.]+)", (ROOT / "pyproject.toml").read_text())[1]
    assert f"apache/airflow:{version}-" in services["init"]["build"]["dockerfile_inline"]


def test_every_secret_comes_from_the_file_that_make_env_writes(tmp_path):
    (tmp_path / "Makefile").write_text((ROOT / "Makefile").read_text())
    subprocess.run(
        ["make", "env", f"PYTHON={sys.executable}"], cwd=tmp_path, check=True, capture_output=True
    )
    lines = (tmp_path / ".env").read_text().splitlines()
    made = dict(line.split("=", 1) for line in lines)
    assert all(len(value) >= 24 for value in made.values())
    assert set(re.findall(r"\$\{(\w+):\?", TEXT)) == set(made)
    secret = re.compile(r"PASSWORD|SECRET|KEY|CONN|RESULT_BACKEND")
    for line in TEXT.splitlines():
        name, _, value = line.strip().partition(": ")
        if secret.search(name) and "PASSWORDS_FILE" not in name:
            assert "${" in value, line


def test_airflow_knows_every_option_that_is_set():
    from pipeline.settings import Settings
    from pipeline.up import environment

    pytest.importorskip("airflow")
    done = subprocess.run(
        [sys.executable, "-c", OPTIONS], capture_output=True, text=True, check=True
    )
    known = set(done.stdout.split())
    embedded = environment(Settings.load(), 8080, "postgresql://")
    asked = {*re.findall(r"AIRFLOW__\w+", TEXT), *embedded}
    asked = {name for name in asked if name.startswith("AIRFLOW__")}
    provided = {name for name in asked if name.startswith("AIRFLOW__CELERY__")}
    assert asked - provided - known == set()
