"""A broker that speaks TLS with clients and asks them who they are, with an authority and users made for the test."""

from __future__ import annotations

import datetime as dt
import ipaddress
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from deploy.kafka.broker import HOST, Broker, free_port

USER, PASSWORD = "feed", "not for every eye"
READER, READER_PASSWORD = "reader", "reads only"

# The plain listener of server.properties stays for the broker's own business and the probe of its start.
_PROPERTIES = """
listeners=PLAINTEXT://@HOST@:@PORT@,CONTROLLER://@HOST@:@CONTROLLER_PORT@,SECURE://@HOST@:{port}
advertised.listeners=PLAINTEXT://@HOST@:@PORT@,SECURE://@HOST@:{port}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURE:SASL_SSL
sasl.enabled.mechanisms=SCRAM-SHA-512
listener.name.secure.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
listener.name.secure.ssl.keystore.type=PEM
listener.name.secure.ssl.keystore.location={keystore}
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:ANONYMOUS;User:{user}
"""


class SecuredBroker(Broker):
    """`url` is the listener that wants TLS and SCRAM-SHA-512; `ca` the authority that its certificate is of.

    `USER` may do everything, `READER` nothing but log in.
    """

    def __init__(self, folder: Path) -> None:
        self.ca = folder / "ca.pem"
        keystore = folder / "broker.pem"
        certificates(self.ca, keystore)
        self._secure_port = free_port()
        properties = _PROPERTIES.format(port=self._secure_port, keystore=keystore, user=USER)
        users = [(USER, PASSWORD), (READER, READER_PASSWORD)]
        super().__init__(
            properties=properties,
            format_options=[
                word
                for name, password in users
                for word in ("--add-scram", f'SCRAM-SHA-512=[name="{name}",password="{password}"]')
            ],
        )

    @property
    def url(self) -> str:
        return f"kafka://{HOST}:{self._secure_port}"


def certificates(ca: Path, keystore: Path) -> None:
    """An authority, and a key with a certificate of it for the loopback address, both for a day."""
    authority, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "authority of a test")])
    now = dt.datetime.now(dt.UTC)

    def begun(subject: x509.Name, owner: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(name)
            .public_key(owner.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(hours=1))
            .not_valid_after(now + dt.timedelta(days=1))
        )

    root = begun(name, authority).add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    host = begun(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)]), key).add_extension(
        x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))]), critical=False
    )
    ca.write_bytes(root.sign(authority, hashes.SHA256()).public_bytes(Encoding.PEM))
    keystore.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        + host.sign(authority, hashes.SHA256()).public_bytes(Encoding.PEM)
    )
