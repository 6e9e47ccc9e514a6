"""How clients prove themselves to Kafka and Kafka to them: TLS and SASL, from the settings."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from faust import SASLCredentials, SSLCredentials

from streams.settings import PREFIX, Settings


class CertificateError(ValueError):
    """A file of certificates cannot be used; the message says which setting named it."""


def client_security(settings: Settings) -> dict[str, Any]:
    """The options of a kafka-python or aiokafka client; raises CertificateError."""
    protocol = "SASL_" if settings.broker_user else ""
    options: dict[str, Any] = {"security_protocol": protocol + ("SSL" if settings.broker_tls else "PLAINTEXT")}
    if settings.broker_tls:
        options["ssl_context"] = tls(settings)
    if settings.broker_user:
        options["sasl_mechanism"] = settings.broker_sasl
        options["sasl_plain_username"] = settings.broker_user
        options["sasl_plain_password"] = settings.broker_password.get_secret_value()
    return options


def credentials(settings: Settings) -> SASLCredentials | SSLCredentials | None:
    """The same for Faust; None where neither is used. Raises CertificateError."""
    context = tls(settings) if settings.broker_tls else None
    if settings.broker_user:
        return SASLCredentials(
            username=settings.broker_user,
            password=settings.broker_password.get_secret_value(),
            mechanism=settings.broker_sasl,
            ssl_context=context,
        )
    return SSLCredentials(context=context) if context else None


def tls(settings: Settings) -> ssl.SSLContext:
    """TLS 1.2 or later; the broker has to show a certificate of its host. Raises CertificateError."""
    with _told("BROKER_CA", settings.broker_ca):
        context = ssl.create_default_context(cafile=settings.broker_ca)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if settings.broker_cert:
        # Without a password here OpenSSL would ask the terminal for that of an encrypted key.
        with _told("BROKER_CERT", settings.broker_cert):
            context.load_cert_chain(settings.broker_cert, settings.broker_key, password="")
    return context


@contextmanager
def _told(name: str, path: Path | None) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
        raise CertificateError(f"{PREFIX}{name}: {path} cannot be used ({error})") from error
