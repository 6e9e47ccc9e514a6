"""Files of every kind become raw records; damage is told, never passed over."""

import bz2
import csv
import gzip
import io
import json
import lzma
import os
import struct

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from streams.inputs import InputError, find, read
from streams.inputs.values import array, objects

LIMIT = 2_000
LINES = b'{"text": "one"}\n\n  \nnot json\r\n{"text": "two"}'
PACKERS = {
    "gzip": gzip.compress,
    "zstd": zstandard.ZstdCompressor(write_checksum=True).compress,
    "xz": lzma.compress,
    "bzip2": bz2.compress,
}
SKIPPABLE = struct.pack("<II", 0x184D2A50, 4) + b"abcd"

COMPRESSED = {
    "a.jsonl": LINES,
    "a.jsonl.gz": gzip.compress(LINES),
    "a.jsonl.zst": SKIPPABLE + zstandard.compress(LINES),
    "a.jsonl.xz": lzma.compress(LINES),
    "a.jsonl.bz2": bz2.compress(LINES),
    "gzip-by-another-name.jsonl": gzip.compress(LINES),
    "two-parts.jsonl.zst": zstandard.compress(LINES[:20]) + zstandard.compress(LINES[20:]),
    "two-parts.jsonl.gz": gzip.compress(LINES[:20]) + gzip.compress(LINES[20:]),
    "with-a-byte-order-mark.jsonl": b"\xef\xbb\xbf" + LINES,
    "named-json.json": LINES,
    "unnamed": LINES,
}


def taken(*paths, limit=LIMIT):
    return [(record.value, record.origin.rpartition("/")[2]) for record in read(find(map(str, paths)).files, limit)]


@pytest.mark.parametrize("name", COMPRESSED)
def test_lines_are_records_whatever_they_hold_and_however_packed(tmp_path, name):
    (tmp_path / name).write_bytes(COMPRESSED[name])
    assert taken(tmp_path / name) == [
        (b'{"text": "one"}', f"{name}:1"),
        (b"not json", f"{name}:4"),
        (b'{"text": "two"}', f"{name}:5"),
    ]


def test_a_long_window_of_zstd_is_read(tmp_path):
    text = json.dumps({"text": os.urandom(20_000).hex()}).encode() + b"\n"
    parameters = zstandard.ZstdCompressionParameters(window_log=27, enable_ldm=True)
    packed = zstandard.ZstdCompressor(compression_params=parameters).compress(text * 3)
    (tmp_path / "long.jsonl.zst").write_bytes(packed)
    assert len(taken(tmp_path / "long.jsonl.zst", limit=100_000)) == 3


@pytest.mark.parametrize("packer", PACKERS.values(), ids=PACKERS)
def test_a_file_cut_short_is_an_error_that_says_what_was_read(tmp_path, packer):
    packed = packer(b"".join(b'{"text": "%d"}\n' % number for number in range(20_000)))
    (tmp_path / "cut.jsonl").write_bytes(packed[: len(packed) // 2])
    records = []
    with pytest.raises(InputError, match=r"cut\.jsonl: damaged or cut short after") as caught:
        records.extend(read(find([str(tmp_path / "cut.jsonl")]).files, LIMIT))
    assert f"after {len(records):,} records" in str(caught.value)


@pytest.mark.parametrize("packer", PACKERS.values(), ids=PACKERS)
def test_damaged_bytes_are_an_error(tmp_path, packer):
    packed = bytearray(packer(os.urandom(50_000).hex().encode() + b"\n"))
    for at in range(1000, 1010):
        packed[at] ^= 0xFF
    (tmp_path / "bad.jsonl").write_bytes(packed)
    with pytest.raises(InputError, match=r"bad\.jsonl: damaged"):
        taken(tmp_path / "bad.jsonl", limit=200_000)


def test_a_line_of_any_length_is_kept_only_as_far_as_it_shows_its_length(tmp_path):
    (tmp_path / "long.jsonl").write_bytes(b"x" * 500_000 + b"\nshort\n")
    values = [value for value, _ in taken(tmp_path / "long.jsonl")]
    assert values == [b"x" * (LIMIT + 1), b"short"]


def test_the_elements_of_an_array_are_records_as_they_are_written(tmp_path):
    (tmp_path / "a.json").write_bytes(b'\xef\xbb\xbf\n[ {"text": "a, [b] {c\\"}"} ,{"n":[1,{"m":2}]}, nul, "x" ]\n')
    assert [value for value, _ in taken(tmp_path / "a.json")] == [
        b'{"text": "a, [b] {c\\"}"}',
        b'{"n":[1,{"m":2}]}',
        b"nul",
        b'"x"',
    ]
    (tmp_path / "empty.json").write_bytes(b"[ ]")
    assert taken(tmp_path / "empty.json") == []


def test_objects_over_several_lines_are_records(tmp_path):
    (tmp_path / "a.json").write_bytes(b'{\n  "text": "}"\n}\n{\n "text": "b"}')
    assert [json.loads(value) for value, _ in taken(tmp_path / "a.json")] == [{"text": "}"}, {"text": "b"}]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b'[{"a": 1}, {"b"', "byte 15: the file ends within a record"),
        (b'[{"a": 1}] tail', "byte 10: what stands here is no record"),
        (b"[1]]", "byte 3: a closing bracket too many"),
        (b'[{"a": "un', "ends within a record"),
    ],
)
def test_an_array_that_does_not_end_well_is_an_error_with_its_place(tmp_path, content, problem):
    (tmp_path / "a.json").write_bytes(content)
    with pytest.raises(InputError, match=problem):
        taken(tmp_path / "a.json")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


class Slow(io.BytesIO):
    """Gives one to three bytes at a time."""

    def read(self, size=-1):
        return super().read(min(size, 1 + self.tell() % 3))


@given(st.lists(JSON, max_size=6), st.sampled_from([None, 2]), st.booleans())
def test_any_array_is_cut_where_a_json_parser_would_cut_it(values, indent, ascii_only):
    written = json.dumps(values, indent=indent, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    cut = [record.value for record in array(Slow(written), "x", 10_000)]
    assert [json.loads(value.decode("utf-8", "surrogatepass")) for value in cut] == values


@given(st.lists(st.dictionaries(st.text(max_size=4), JSON, max_size=4), max_size=6))
def test_any_run_of_objects_is_cut_where_a_json_parser_would_cut_it(values):
    written = " \n".join(json.dumps(value, indent=1) for value in values).encode()
    assert [json.loads(record.value) for record in objects(Slow(written), "x", 10_000)] == values


def test_rows_of_a_table_become_objects_and_misfits_pass_as_they_stand(tmp_path):
    (tmp_path / "t.csv").write_bytes(
        "\ufeffid, text ,outlet\r\n".encode()
        + b'1,"a ""quoted""\nword",\r\n'
        + "2,привет,X\n".encode()
        + b"3,too,many,cells\n\n"
        + b"4,\xff,X\n"
        + b'5,"bad"quote,X\n'
        + b"6,good,X\n"
        + b'7,"never closed\n8,x,y\n'
    )
    assert taken(tmp_path / "t.csv") == [
        (b'{"id":"1","text":"a \\"quoted\\"\\nword"}', "t.csv:3"),
        ('{"id":"2","text":"привет","outlet":"X"}'.encode(), "t.csv:4"),
        (b"3,too,many,cells", "t.csv:5"),
        (b"4,\xff,X", "t.csv:7"),
        (b'5,"bad"quote,X', "t.csv:8"),
        (b'{"id":"6","text":"good","outlet":"X"}', "t.csv:9"),
        (b'7,"never closed\n8,x,y', "t.csv:11"),
    ]


def test_a_quote_that_is_never_closed_costs_bounded_pieces_and_no_more(tmp_path):
    lines = [f"{number},words and words\n".encode() for number in range(1000)]
    (tmp_path / "t.csv").write_bytes(b'id,text\n1,"open\n' + b"".join(lines))
    records = taken(tmp_path / "t.csv")
    assert len(records[0][0]) <= LIMIT + 1
    assert json.loads(records[-1][0]) == {"id": "999", "text": "words and words"}


def test_reading_a_table_leaves_the_limits_of_other_readers_alone(tmp_path):
    before = csv.field_size_limit()
    (tmp_path / "t.csv").write_bytes(b"text\nx\n")
    taken(tmp_path / "t.csv", limit=10)
    assert csv.field_size_limit() >= before


def test_tabs_part_a_tsv(tmp_path):
    (tmp_path / "t.tsv.gz").write_bytes(gzip.compress(b"text\turl\na, b\thttp://x.example\n"))
    assert taken(tmp_path / "t.tsv.gz") == [(b'{"text":"a, b","url":"http://x.example"}', "t.tsv.gz:2")]


@pytest.mark.parametrize("content", [b"", b"id,body\n1,x\n", b'"never closed\n'])
def test_a_table_without_a_usable_header_is_an_error(tmp_path, content):
    (tmp_path / "t.csv").write_bytes(content)
    with pytest.raises(InputError, match=r"t\.csv: line 1"):
        taken(tmp_path / "t.csv")


def test_pages_and_texts_are_whole_records_named_after_their_files(tmp_path):
    (tmp_path / "a.html").write_bytes("<p>é".encode())
    (tmp_path / "b.HTM").write_bytes('<meta charset="windows-1251"><p>привет'.encode("cp1251"))
    (tmp_path / "c.txt.gz").write_bytes(gzip.compress(b"hello"))
    (tmp_path / "d.txt").write_bytes(b"caf\xe9")
    assert [json.loads(value) if value.startswith(b"{") else value for value, _ in taken(tmp_path)] == [
        {"id": "page:a", "html": "<p>é"},
        {"id": "page:b", "html": '<meta charset="windows-1251"><p>привет'},
        {"id": "text:c", "text": "hello"},
        b"caf\xe9",
    ]


def test_pages_that_share_a_name_get_no_id_so_that_none_replaces_the_other(tmp_path):
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "index.html").write_text(f"<p>{folder}")
    assert [json.loads(value) for value, _ in taken(tmp_path)] == [{"html": "<p>x"}, {"html": "<p>y"}]


def test_a_folder_is_read_in_order_without_hidden_or_foreign_files(tmp_path):
    for name in ("b.jsonl", "a/z.jsonl", "a/.hidden.jsonl", ".git/x.jsonl", "B.jsonl", "notes.md"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("{}")
    found = find([str(tmp_path)])
    assert [str(file.path.relative_to(tmp_path)) for file in found.files] == ["B.jsonl", "b.jsonl", "a/z.jsonl"]
    assert [path.name for path in found.skipped] == ["notes.md"]
    assert found.size == 6


def test_what_is_not_there_is_told_before_anything_is_read(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(LINES)
    with pytest.raises(InputError, match=r"missing\.jsonl: there is no such file"):
        find([str(tmp_path / "a.jsonl"), str(tmp_path / "missing.jsonl")])
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="the folder holds no"):
        find([str(tmp_path / "empty")])


def test_a_file_of_no_known_kind_is_an_error_and_not_a_heap_of_rejections(tmp_path):
    (tmp_path / "photo.bin").write_bytes(b"\x89PNG\r\n" + os.urandom(100))
    with pytest.raises(InputError, match="neither JSON Lines nor"):
        taken(tmp_path / "photo.bin")


def test_progress_counts_the_bytes_on_disk(tmp_path):
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(LINES * 1000))
    counted = []
    found = find([str(tmp_path)])
    list(read(found.files, LIMIT, counted.append))
    assert sum(counted) == found.size
