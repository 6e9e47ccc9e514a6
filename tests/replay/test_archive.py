"""Archives: whole or not at all, and byte for byte what was in the log."""

import io

import orjson
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.replay.archive import MANIFEST, OPEN_DAYS, Archive, ArchiveError, write
from streams.replay.raw import RawRecord

DAY = 86_400_000
anything = st.none() | st.binary(max_size=40) | st.text(max_size=40).map(str.encode)
headers = st.lists(st.tuples(st.text(max_size=5), anything), max_size=3).map(tuple)
records = st.builds(
    RawRecord, st.integers(0, 3), st.integers(0, 2**40), st.none() | st.integers(0, 2**42), anything, anything, headers
)


def numbered(count, *, day=lambda number: 0):
    return [RawRecord(0, n, day(n) * DAY, b"key %d" % n, b"value %d" % n, (("h", b"\xff"),)) for n in range(count)]


def order(record):
    return (record.partition, record.offset, record.timestamp or -1, record.key or b"", record.value or b"")


@settings(deadline=None)
@given(st.lists(records, max_size=20))
def test_what_goes_in_comes_out_byte_for_byte(tmp_path_factory, given):
    folder = tmp_path_factory.mktemp("archives") / "archive"
    manifest = write(folder, "a log", given)
    archive = Archive.at(folder)
    archive.verify()
    assert archive.manifest == manifest
    assert manifest.records == len(given)
    assert sorted(archive.read(), key=order) == sorted(given, key=order)


def test_a_day_is_a_file_of_lines_that_other_programs_read(tmp_path):
    write(tmp_path / "a", "a log", numbered(6, day=lambda number: 19_844 + number // 3))
    names = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert names == ["articles.raw-2024-05-01.jsonl.zst", "articles.raw-2024-05-02.jsonl.zst", MANIFEST]
    stream = zstandard.ZstdDecompressor().stream_reader(io.BytesIO((tmp_path / "a" / names[0]).read_bytes()))
    first = orjson.loads(stream.read().splitlines()[0])
    assert (first["key"], first["value"], first["headers"]) == (
        "key 0",
        "value 0",
        [{"name": "h", "value_base64": "/w=="}],
    )


def test_days_that_come_back_go_on_in_their_file(tmp_path):
    given = numbered(4 * OPEN_DAYS, day=lambda number: number % (2 * OPEN_DAYS))
    manifest = write(tmp_path / "a", "a log", given)
    assert [file.records for file in manifest.files] == [2] * (2 * OPEN_DAYS)
    archive = Archive.at(tmp_path / "a")
    archive.verify()
    assert sorted(archive.read(), key=order) == given


def test_records_of_a_day_keep_their_order(tmp_path):
    given = numbered(500)
    write(tmp_path / "a", "a log", given)
    assert list(Archive.at(tmp_path / "a").read()) == given


@pytest.mark.parametrize("place", [0, 4, 60, -5, -1])
def test_one_wrong_bit_is_found_and_its_file_named(tmp_path, place):
    write(tmp_path / "a", "a log", numbered(100, day=lambda number: number // 50))
    path = tmp_path / "a" / "articles.raw-1970-01-02.jsonl.zst"
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)
    with pytest.raises(ArchiveError, match=r"1970-01-02\.jsonl\.zst: damaged"):
        Archive.at(tmp_path / "a").verify()


def test_a_file_cut_short_or_missing_is_named(tmp_path):
    write(tmp_path / "a", "a log", numbered(100))
    path = tmp_path / "a" / "articles.raw-1970-01-01.jsonl.zst"
    path.write_bytes(path.read_bytes()[:-7])
    with pytest.raises(ArchiveError, match=r"1970-01-01\.jsonl\.zst: damaged: \d+ bytes"):
        Archive.at(tmp_path / "a").verify()
    path.unlink()
    with pytest.raises(ArchiveError, match=r"1970-01-01\.jsonl\.zst: cannot be read"):
        Archive.at(tmp_path / "a").verify()


@pytest.mark.parametrize(
    ("manifest", "problem"),
    [
        (b'{"format": "communique-arch', "damaged"),
        (b"{}", "damaged"),
        (b'{"format":"x/9","topic":"t","source":"s","records":0,"partitions":[],"files":[]}', "another version"),
        (
            b'{"format":"communique-archive/1","topic":"t","source":"s","records":3,"partitions":[],"files":[]}',
            "add up",
        ),
    ],
)
def test_a_manifest_that_cannot_be_trusted_is_named(tmp_path, manifest, problem):
    (tmp_path / MANIFEST).write_bytes(manifest)
    with pytest.raises(ArchiveError, match=rf"manifest\.json: .*{problem}"):
        Archive.at(tmp_path)


def test_what_is_interrupted_leaves_no_archive_and_the_next_begins_anew(tmp_path):
    def broken():
        yield from numbered(10)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "a", "a log", broken())
    assert not (tmp_path / "a").exists()
    assert not Archive.stands_at(tmp_path / "a.unfinished")
    write(tmp_path / "a", "a log", numbered(3))
    assert list(Archive.at(tmp_path / "a").read()) == numbered(3)
    assert not (tmp_path / "a.unfinished").exists()


def test_an_archive_never_writes_over_what_is_there(tmp_path):
    (tmp_path / "kept").write_text("mine")
    with pytest.raises(ArchiveError, match="there already"):
        write(tmp_path, "a log", [])
    assert (tmp_path / "kept").read_text() == "mine"


@pytest.mark.parametrize("name", ["../other/0.jsonl.zst", "/etc/passwd", "..", ""])
def test_a_manifest_names_no_file_outside_its_folder(tmp_path, name):
    write(tmp_path / "archive", "a log", numbered(1))
    path = tmp_path / "archive" / MANIFEST
    manifest = orjson.loads(path.read_bytes())
    manifest["files"][0]["name"] = name
    path.write_bytes(orjson.dumps(manifest))
    with pytest.raises(ArchiveError, match="damaged"):
        Archive.at(tmp_path / "archive")
