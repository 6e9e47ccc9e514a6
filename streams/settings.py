"""Settings of every command: from the environment, from a file, with defaults that work on a laptop."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic.fields import FieldInfo
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from schemas.run import MAIN, run_name, run_prefix
from schemas.topics import ARTICLES_RAW, Topic

PREFIX = "COMMUNIQUE_"
CONFIG_FILE = Path(os.environ.get("COMMUNIQUE_CONFIG", "communique.toml"))


_ELSEWHERE = (f"{PREFIX}CONFIG", f"{PREFIX}TOKEN")
"""Variables that are no settings: where their file is, and the console's token (streams/cli/serve.py)."""
_SERVICE = re.compile("_SERVICE_HOST|_SERVICE_PORT|_PORT_[0-9]+_(?:TCP|UDP|SCTP)")
"""In the names of variables that Kubernetes sets beside a service, where a pod has not `enableServiceLinks: false`.

https://kubernetes.io/docs/tutorials/services/connect-applications-service/#environment-variables
"""


class SecretFileError(ValueError):
    """The file of a secret cannot be read; the message says which."""


class UnknownVariableError(ValueError):
    """The environment has what looks like a setting and is none; the message says which, and what is like it."""


class Settings(BaseSettings):
    """Each field is read from `COMMUNIQUE_<NAME>` in the environment, else from the file that
    `COMMUNIQUE_CONFIG` names (default `communique.toml` in the working directory), else its default.

    A secret may also be in a file of its own, which `COMMUNIQUE_<NAME>_FILE` names. Errors never show values.

    Raises SecretFileError, UnknownVariableError, pydantic.ValidationError.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, toml_file=CONFIG_FILE, extra="forbid", frozen=True, hide_input_in_errors=True
    )

    broker: str = Field("kafka://127.0.0.1:9092", description="where Kafka is, kafka://HOST:PORT[,HOST:PORT]")
    broker_tls: bool = Field(False, description="speak TLS with Kafka; its certificate has to name its host")
    broker_ca: Path | None = Field(None, description="certificates (PEM) to trust; unless given those of the system")
    broker_cert: Path | None = Field(None, description="certificate (PEM) to show, with its key, if Kafka asks")
    broker_key: Path | None = Field(None, description="the key of that certificate (PEM), if it is in another file")
    broker_user: str = Field("", description="user name for SASL; empty: none")
    broker_password: SecretStr = Field(
        SecretStr(""), description=f"the user's password; {PREFIX}BROKER_PASSWORD_FILE names a file that holds it"
    )
    broker_sasl: Literal["SCRAM-SHA-512", "SCRAM-SHA-256", "PLAIN"] = Field(
        "SCRAM-SHA-512", description="SASL mechanism: SCRAM-SHA-512, SCRAM-SHA-256, or PLAIN (with TLS only)"
    )
    group: str = Field("communique", description="consumer group and application id of the workers")
    topic_prefix: str = Field("", description="put before every topic name, e.g. 'staging.'")
    run: str = Field("", description="the run (communique runs) that workers go on with; empty: the feed's own topics")
    partitions: int = Field(4, ge=1, le=1024, description="partitions of topics that scale")
    replication: int = Field(1, ge=1, le=7, description="replicas of every topic")
    data_dir: Path = Field(Path(".local"), description="where logs and tables are kept")
    lexicon: Path | None = Field(None, description="folder of tables that extend the bundled lexicon")
    web_host: str = Field("127.0.0.1", description="address the worker's pages (README) listen on")
    web_port: int = Field(6066, ge=0, le=65535, description="port of the worker's pages, 0 for any free one")
    webhook_secret: SecretStr = Field(
        SecretStr(""), description=f"signs webhooks (communique bridge); or in the file {PREFIX}WEBHOOK_SECRET_FILE"
    )
    web_url: str = Field("", description="where other workers reach this web port; from host and port unless given")
    log_level: str = Field("info", description="debug, info, warning or error")
    log_json: bool = Field(False, description="log JSON lines instead of text")
    max_record_bytes: int = Field(2_000_000, ge=1_000, description="larger raw records are rejected")
    duplicate_days: int = Field(7, ge=0, description="copies are looked for within so many days of publication")
    duplicate_memory: int = Field(
        100_000, ge=1_000, description="articles whose sketches are in memory, 3 KB each; others are read when needed"
    )

    def __init__(self, **values: Any) -> None:
        _refuse_unknown(os.environ, self.variables())
        super().__init__(**values)

    @classmethod
    def variables(cls) -> tuple[str, ...]:
        """The names of all variables of the environment that have a meaning."""
        fields = {f"{PREFIX}{name.upper()}": field.annotation for name, field in cls.model_fields.items()}
        return (*fields, *(f"{name}_FILE" for name, kind in fields.items() if kind is SecretStr), *_ELSEWHERE)

    def topic(self, topic: Topic) -> str:
        """The topic's name on the broker. Runs read the feed's own raw articles, all else is theirs alone."""
        return self.topic_prefix + ("" if topic is ARTICLES_RAW else run_prefix(self.run)) + topic.name

    @property
    def application(self) -> str:
        """The consumer group of the workers, and the beginning of the names of their tables' topics.

        The topic prefix and the run are a part of it: two feeds on one broker would otherwise be one group whose
        members read different topics, which Faust's assignor cannot handle.
        """
        return self.topic_prefix + run_prefix(self.run) + self.group

    @field_validator("broker")
    @classmethod
    def _no_password_in_address(cls, broker: str) -> str:
        if "@" in broker:
            raise ValueError(f"an address holds no user: give {PREFIX}BROKER_USER and {PREFIX}BROKER_PASSWORD_FILE")
        return broker

    @model_validator(mode="after")
    def _security_is_whole(self) -> Self:
        given = (self.broker_ca, self.broker_cert, self.broker_key)
        if not self.broker_tls and any(given):
            raise ValueError(f"certificates are given, but {PREFIX}BROKER_TLS is not true")
        if self.broker_key and not self.broker_cert:
            raise ValueError(f"{PREFIX}BROKER_KEY is the key of no certificate: give {PREFIX}BROKER_CERT")
        if bool(self.broker_user) != bool(self.broker_password):
            raise ValueError(f"{PREFIX}BROKER_USER and {PREFIX}BROKER_PASSWORD go together")
        if self.broker_user and self.broker_sasl == "PLAIN" and not self.broker_tls:
            raise ValueError("PLAIN sends the password as it is: it needs TLS")
        return self

    @field_validator("run")
    @classmethod
    def _run_name(cls, run: str) -> str:
        return run if run in ("", MAIN) else run_name(run)

    def partitions_of(self, topic: Topic) -> int:
        """How many partitions the topic has on the broker."""
        return topic.partitions or self.partitions

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - a fixed signature
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments beat the environment, which beats secrets in files, which beat the settings file."""
        files = (SecretFiles(settings_cls), file_secret_settings)
        return init_settings, env_settings, *files, TomlConfigSettingsSource(settings_cls)


def _refuse_unknown(environment: Mapping[str, str], known: Sequence[str]) -> None:
    """Raises UnknownVariableError where a name begins as those of settings do and is not known: a misspelt one."""
    for name in sorted(environment):
        upper = name.upper()
        if upper.startswith(PREFIX) and upper not in known and not _is_service(upper, environment[name]):
            near = get_close_matches(upper, known, n=1)
            raise UnknownVariableError(f"{name} is no setting." + (f" Did you mean {near[0]}?" if near else ""))


def _is_service(name: str, value: str) -> bool:
    return bool(_SERVICE.search(name)) or (name.endswith("_PORT") and "://" in value)


class SecretFiles(PydanticBaseSettingsSource):
    """Secrets in files that the environment names, as orchestrators hand them out: `COMMUNIQUE_<NAME>_FILE`."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """The content of the field's file without the line's end, the field's name, and that it is no JSON.

        Raises ValueError where the file cannot be read.
        """
        variable = f"{PREFIX}{field_name.upper()}_FILE"
        path = os.environ.get(variable) if field.annotation is SecretStr else None
        if not path:
            return None, field_name, False
        try:
            return Path(path).read_text(encoding="utf-8").rstrip("\r\n"), field_name, False
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is no text"
            raise SecretFileError(f"{variable}: {path} cannot be read ({reason})") from None

    def __call__(self) -> dict[str, Any]:
        """The secrets that are in files."""
        found = {name: self.get_field_value(field, name)[0] for name, field in self.settings_cls.model_fields.items()}
        return {name: value for name, value in found.items() if value is not None}
