"""Settings of every command: from the environment, from a file, with defaults that work on a laptop."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import Field, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from schemas.run import MAIN, run_name, run_prefix
from schemas.topics import ARTICLES_RAW, Topic

CONFIG_FILE = Path(os.environ.get("COMMUNIQUE_CONFIG", "communique.toml"))


class Settings(BaseSettings):
    """Each field is read from `COMMUNIQUE_<NAME>` in the environment, else from the file that
    `COMMUNIQUE_CONFIG` names (default `communique.toml` in the working directory), else its default.
    """

    model_config = SettingsConfigDict(env_prefix="COMMUNIQUE_", toml_file=CONFIG_FILE, extra="forbid", frozen=True)

    broker: str = Field("kafka://127.0.0.1:9092", description="where Kafka is, kafka://HOST:PORT[,HOST:PORT]")
    group: str = Field("communique", description="consumer group and application id of the workers")
    topic_prefix: str = Field("", description="put before every topic name, e.g. 'staging.'")
    run: str = Field("", description="the run (communique runs) that workers go on with; empty: the feed's own topics")
    partitions: int = Field(4, ge=1, le=1024, description="partitions of topics that scale")
    replication: int = Field(1, ge=1, le=7, description="replicas of every topic")
    data_dir: Path = Field(Path(".local"), description="where logs and tables are kept")
    lexicon: Path | None = Field(None, description="folder of tables that extend the bundled lexicon")
    web_host: str = Field("127.0.0.1", description="address the worker's pages (README) listen on")
    web_port: int = Field(6066, ge=0, le=65535, description="port of the worker's pages, 0 for any free one")
    web_url: str = Field("", description="where other workers reach this web port; from host and port unless given")
    log_level: str = Field("info", description="debug, info, warning or error")
    log_json: bool = Field(False, description="log JSON lines instead of text")
    max_record_bytes: int = Field(2_000_000, ge=1_000, description="larger raw records are rejected")
    duplicate_days: int = Field(7, ge=0, description="copies are looked for within so many days of publication")
    duplicate_memory: int = Field(
        100_000, ge=1_000, description="articles whose sketches are in memory, 3 KB each; others are read when needed"
    )

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
        return init_settings, env_settings, file_secret_settings, TomlConfigSettingsSource(settings_cls)
