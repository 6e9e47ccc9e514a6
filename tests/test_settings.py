"""Settings that guard secrets: where they come from, and that nothing shows them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from streams.settings import SecretFileError, Settings, UnknownVariableError

SECRET = "not for every eye"


def test_a_secret_is_the_first_line_of_the_file_that_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "password").write_text(f"{SECRET}\n", encoding="utf-8")
    monkeypatch.setenv("COMMUNIQUE_BROKER_PASSWORD_FILE", str(tmp_path / "password"))
    assert Settings(broker_user="feed").broker_password == SecretStr(SECRET)


def test_a_secret_of_the_environment_beats_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "password").write_text("older", encoding="utf-8")
    monkeypatch.setenv("COMMUNIQUE_BROKER_PASSWORD_FILE", str(tmp_path / "password"))
    monkeypatch.setenv("COMMUNIQUE_BROKER_PASSWORD", SECRET)
    assert Settings(broker_user="feed").broker_password == SecretStr(SECRET)


def test_only_secrets_are_read_from_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "group").write_text("other", encoding="utf-8")
    monkeypatch.setenv("COMMUNIQUE_GROUP_FILE", str(tmp_path / "group"))
    with pytest.raises(UnknownVariableError, match="COMMUNIQUE_GROUP_FILE"):
        Settings()


def test_a_file_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMUNIQUE_BROKER_PASSWORD_FILE", str(tmp_path / "none"))
    with pytest.raises(SecretFileError, match=r"COMMUNIQUE_BROKER_PASSWORD_FILE.*none"):
        Settings(broker_user="feed")


@pytest.mark.parametrize(
    ("wrong", "advice"),
    [
        ({"broker_user": "feed"}, "go together"),
        ({"broker_password": SECRET}, "go together"),
        ({"broker_ca": "ca.pem"}, "BROKER_TLS"),
        ({"broker_tls": True, "broker_key": "key.pem"}, "BROKER_CERT"),
        ({"broker_user": "feed", "broker_password": SECRET, "broker_sasl": "PLAIN"}, "needs TLS"),
        ({"broker": f"kafka://feed:{SECRET}@kafka:9092"}, "BROKER_PASSWORD_FILE"),
    ],
)
def test_half_a_security_is_none_and_errors_do_not_show_it(wrong: dict[str, object], advice: str) -> None:
    with pytest.raises(ValidationError, match=advice) as caught:
        Settings(**wrong)  # type: ignore[arg-type]
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_the_command_that_shows_settings_masks_secrets(form: tuple[str, ...], tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "COMMUNIQUE_BROKER_TLS": "true",
        "COMMUNIQUE_BROKER_USER": "feed",
        "COMMUNIQUE_BROKER_PASSWORD": SECRET,
    }
    command = [sys.executable, "-m", "streams.cli", "config", *form]
    shown = subprocess.run(command, env=environment, cwd=Path.cwd(), capture_output=True, text=True, check=True)
    assert "***" in shown.stdout
    assert "feed" in shown.stdout
    assert SECRET not in shown.stdout + shown.stderr


def test_an_address_with_a_password_is_not_repeated() -> None:
    command = [sys.executable, "-m", "streams.cli", "topics", "list", "--broker", f"kafka://feed:{SECRET}@kafka:9092"]
    refused = subprocess.run(command, capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    assert "BROKER_USER" in refused.stderr
    assert SECRET not in refused.stdout + refused.stderr


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("COMMUNIQUE_PARTITONS", "COMMUNIQUE_PARTITONS is no setting. Did you mean COMMUNIQUE_PARTITIONS?"),
        ("COMMUNIQUE_PORT", "COMMUNIQUE_PORT is no setting. Did you mean COMMUNIQUE_WEB_PORT?"),
        ("communique_brokr", "communique_brokr is no setting. Did you mean COMMUNIQUE_BROKER?"),
        ("COMMUNIQUE_XYZ", "COMMUNIQUE_XYZ is no setting."),
    ],
)
def test_a_misspelt_variable_is_refused_by_name(name: str, told: str) -> None:
    command = [sys.executable, "-m", "streams.cli", "config"]
    refused = subprocess.run(command, env={**os.environ, name: "3"}, capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    assert told in refused.stderr


def test_variables_of_a_kubernetes_service_and_of_other_parts_are_let_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "COMMUNIQUE_SERVICE_HOST": "10.0.0.7",
        "COMMUNIQUE_SERVICE_PORT": "6066",
        "COMMUNIQUE_SERVICE_PORT_HTTP": "6066",
        "COMMUNIQUE_PORT": "tcp://10.0.0.7:6066",
        "COMMUNIQUE_PORT_6066_TCP": "tcp://10.0.0.7:6066",
        "COMMUNIQUE_PORT_6066_TCP_ADDR": "10.0.0.7",
        "COMMUNIQUE_WORKERS_SERVICE_HOST": "10.0.0.8",
        "COMMUNIQUE_TOKEN": "0123456789abcdef",
    }.items():
        monkeypatch.setenv(name, value)
    assert Settings().partitions == 4
