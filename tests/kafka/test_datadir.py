"""Each worker has its tables to itself, and finds them again."""

from __future__ import annotations

from pathlib import Path

from streams.kafka.datadir import discard_tables, keep_tables_of, mark_complete, worker_folder


def test_workers_at_the_same_time_have_folders_of_their_own_and_a_restarted_one_its_old(tmp_path: Path) -> None:
    with worker_folder(tmp_path) as first:
        with worker_folder(tmp_path) as second:
            assert first != second
        with worker_folder(tmp_path) as again:
            assert again == second
    with worker_folder(tmp_path) as again:
        assert again == first


def test_tables_outlive_a_clean_stop_and_no_crash(tmp_path: Path) -> None:
    """A crash leaves rows on the disk that their topic never got, also when the stop before it was a clean one."""
    with worker_folder(tmp_path) as folder:
        tables = folder / "faust"
        (tables / "rows").mkdir(parents=True)
        mark_complete(tables)
    with worker_folder(tmp_path):
        assert (tables / "rows").exists()
    with worker_folder(tmp_path):
        assert not tables.exists()


def test_tables_of_topics_that_were_made_anew_are_thrown_away(tmp_path: Path) -> None:
    tables = tmp_path / "faust" / "tables"
    keep_tables_of(tmp_path, {"changelog": "id 1"})
    tables.mkdir(parents=True)
    assert not keep_tables_of(tmp_path, {"changelog": "id 1"})
    assert tables.exists()
    assert keep_tables_of(tmp_path, {"changelog": "id 2"})
    assert not tables.exists()


def test_tables_without_a_note_of_what_they_copy_are_not_trusted(tmp_path: Path) -> None:
    (tmp_path / "faust" / "tables").mkdir(parents=True)
    assert keep_tables_of(tmp_path, {"changelog": "id 1"})
    assert not discard_tables(tmp_path)
