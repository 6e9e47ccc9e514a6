"""Signatures that any library for Standard Webhooks verifies."""

import pytest

from streams.bridge.signature import SecretError, Signer

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwAAAAAAAAAAA="


def test_it_signs_as_the_reference_library_does():
    """The signature was made by the package standardwebhooks 1.1.0 for Python."""
    headers = Signer(SECRET).headers("9f8e7d6c5b4a", 1614265330, b'{"event_id":"evt-1"}')
    assert headers == {
        "webhook-id": "9f8e7d6c5b4a",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,xUtXTZR2dybo80qtFniIWP9szzjysPEv08fE0y3aa/0=",
    }


def test_the_prefix_and_the_end_of_a_line_make_no_other_secret():
    bare = SECRET.removeprefix("whsec_") + "\n"
    assert Signer(bare).headers("1", 1, b"x") == Signer(SECRET).headers("1", 1, b"x")


@pytest.mark.parametrize("wrong", ["", "whsec_", "hunter2", "whsec_c2hvcnQ=", "whsec_ключ"])
def test_a_secret_that_protects_nothing_is_refused_and_not_repeated(wrong):
    with pytest.raises(SecretError, match="base64") as refused:
        Signer(wrong)
    assert not wrong or wrong == "whsec_" or wrong not in str(refused.value)
