"""Days: what Airflow runs, without Airflow."""

import multiprocessing
import random
import shutil
from dataclasses import replace as replaced
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from builders import an_article, an_entry
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from newspaper import Newspaper, Page

from pipeline import days, upkeep
from pipeline.edges.backup import backup, restore
from pipeline.edges.warehouse import Warehouse
from pipeline.errors import Unfinished
from pipeline.settings import Settings
from pipeline.stages import plan
from pipeline.tools import Tools

SEEDS = Path(__file__).parents[1] / "seeds"
NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def settings(tmp_path):
    """Settings whose one feed is a copy of the seeds."""
    shutil.copytree(SEEDS, tmp_path / "in", dirs_exist_ok=True)
    file = tmp_path / "own.toml"
    file.write_text(f'[[feeds]]\nkind = "folder"\nurl = "{tmp_path}/in"\nlanguage = "en"\n')
    return Settings.load(file, tmp_path / "data")


def _paper(paper, tmp_path):
    return Settings.load(paper.settings(tmp_path), tmp_path / "data")


def run_day(tools, day):
    first = datetime(day.year, day.month, day.day, tzinfo=UTC)
    names = days.plan(first, first + DAY, tools)
    for name in names:
        for stage in ("fetch", "clean", "extract"):
            days.stage(stage, name, tools)
    return names, days.finish(names, tools)


def stored(tools):
    with tools.warehouse.read() as db:
        return db.execute(
            "SELECT CAST(coalesce(published_at, first_seen_at) AS DATE), count(*) "
            "FROM articles GROUP BY 1 ORDER BY 1"
        ).fetchall()


def test_each_seed_belongs_to_the_day_of_its_publication_and_an_undated_one_to_its_sighting(
    tmp_path,
):
    with Tools(settings(tmp_path), NOW) as tools:
        for day in (date(2024, 10, 18), date(2024, 10, 24), date(2024, 10, 31), NOW.date()):
            run_day(tools, day)
        assert stored(tools) == [
            (date(2024, 10, 18), 2),
            (date(2024, 10, 24), 1),
            (date(2024, 10, 31), 1),
            (NOW.date(), 1),
        ]


def test_a_day_without_news_makes_no_batch(tmp_path):
    with Tools(settings(tmp_path), NOW) as tools:
        assert run_day(tools, date(2024, 10, 19)) == ([], {})


def test_a_day_run_again_names_the_same_batches_and_adds_nothing(tmp_path):
    with Tools(settings(tmp_path), NOW) as tools:
        first, added = run_day(tools, date(2024, 10, 18))
        assert added["articles"] == 2
        assert run_day(tools, date(2024, 10, 18)) == (first, {})


def test_a_day_run_again_does_not_ask_the_web_again(tmp_path):
    with Newspaper() as paper, Tools(_paper(paper, tmp_path), paper.now) as tools:
        days.poll(tools)
        paper.pages[paper.stories[-1].path] = Page("<p>mended</p>")
        names, added = run_day(tools, paper.now.date())
        assert added["documents"] == 5
        asked = len(paper.requests)
        assert run_day(tools, paper.now.date())[0] == names
        assert len(paper.requests) == asked


def test_a_page_that_failed_is_tried_again_when_its_pause_is_over(tmp_path):
    with Newspaper() as paper, Tools(_paper(paper, tmp_path), paper.now) as tools:
        days.poll(tools)
        names, added = run_day(tools, paper.now.date())
        assert added["failures"] == 1
        paper.pages[paper.stories[-1].path] = paper.pages[paper.stories[0].path]
        at_once, _ = run_day(tools, paper.now.date())
        later = replaced(tools, now=paper.now + timedelta(hours=1))
        again, _ = run_day(later, paper.now.date())
        assert at_once == names
        assert set(names) < set(again)
        with tools.warehouse.read() as db:
            assert db.execute("SELECT count(*) FROM ledger.documents").fetchall() == [(5,)]


def test_a_batch_whose_stage_failed_keeps_no_other_from_being_loaded_and_is_named(tmp_path):
    with Tools(settings(tmp_path), NOW) as tools:
        first = datetime(2024, 10, 18, tzinfo=UTC)
        names = days.plan(first, first + DAY, tools, size=1)
        for stage in ("fetch", "clean", "extract"):
            days.stage(stage, names[0], tools)
        with pytest.raises(Unfinished, match=names[1]):
            days.finish(names, tools)
        assert stored(tools) == [(date(2024, 10, 18), 1)]
        for stage in ("fetch", "clean", "extract"):
            days.stage(stage, names[1], tools)
        assert days.finish(names, tools)["articles"] == 1
        assert stored(tools) == [(date(2024, 10, 18), 2)]


def test_batches_of_a_day_are_linked_with_one_another_whichever_comes_first(tmp_path):
    found = []
    for turn in (1, -1):
        with Tools(settings(tmp_path), NOW) as tools:
            first = datetime(2024, 10, 18, tzinfo=UTC)
            names = days.plan(first, first + DAY, tools, size=1)
            for name in names:
                for stage in ("fetch", "clean", "extract"):
                    days.stage(stage, name, tools)
            days.finish(names[::turn], tools)
            with tools.warehouse.read() as db:
                found.append(db.execute("SELECT * FROM links ORDER BY ALL").fetchall())
        shutil.rmtree(tmp_path / "data")
    assert found[0] == found[1] != []


def test_what_was_linked_and_not_loaded_when_it_was_killed_is_loaded_and_linked_no_more(
    tmp_path, monkeypatch
):
    from pipeline import flow

    with Tools(settings(tmp_path), NOW) as tools:
        names, _ = run_day(tools, date(2024, 10, 18))
        monkeypatch.setattr(flow.extraction, "extract", _fewer(flow.extraction.extract))
        for stage in ("clean", "extract"):
            days.stage(stage, names[0], tools)
        monkeypatch.setattr(flow, "load", _killed)
        with pytest.raises(KeyboardInterrupt):
            days.finish(names, tools)
        monkeypatch.undo()
        monkeypatch.setattr(flow, "run", _killed)
        assert days.finish(names, tools)["extractions"]
        assert days.finish(names, tools) == {}


def _killed(*_):
    raise KeyboardInterrupt


def test_a_replay_finds_no_difference_where_nothing_changed(tmp_path):
    with Tools(settings(tmp_path), NOW) as tools:
        run_day(tools, date(2024, 10, 18))
        first = datetime(2024, 10, 18, tzinfo=UTC)
        names = days.replay(first, first + DAY, tools)
        for name in names:
            for stage in ("clean", "extract"):
                days.stage(stage, name, tools)
        assert len(names) == 1
        assert days.finish(names, tools) == {}
        assert set(days.difference(names, tools)) <= {"same"}


def test_a_replay_with_another_extractor_tells_new_gone_and_changed(tmp_path, monkeypatch):
    from pipeline import flow

    with Tools(settings(tmp_path), NOW) as tools:
        run_day(tools, date(2024, 10, 18))
        monkeypatch.setattr(flow.extraction, "extract", _fewer(flow.extraction.extract))
        first = datetime(2024, 10, 18, tzinfo=UTC)
        names = days.replay(first, first + DAY, tools)
        for name in names:
            for stage in ("clean", "extract"):
                days.stage(stage, name, tools)
        days.finish(names, tools)
        found = days.difference(names, tools)
        assert found["gone"] > 0
        assert found["changed"] == 2
        assert "new" not in found


def _fewer(extract):
    """An extractor that finds one claim of each article, and another stance."""
    from pipeline.records import Claim, Extraction

    def take(*words, **more):
        made = list(extract(*words, **more))
        looked = next(record for record in made if isinstance(record, Extraction))
        claims = [record for record in made if isinstance(record, Claim)][:1]
        yield replaced(looked, id="x" + looked.id, extractor_version="9", claims=len(claims))
        for claim in claims:
            yield replaced(claim, extractor_version="9", stance="offers", nested_in=None)

    return take


SEED_DAYS = (date(2024, 10, 18), date(2024, 10, 24), date(2024, 10, 31))
SPAWN = multiprocessing.get_context("spawn")


def in_a_process(folder, *wanted):
    """Start a process that does days; it is given everything it needs by name."""
    process = SPAWN.Process(target=_do_days, args=(folder, wanted))
    process.start()
    return process


def _do_days(folder, wanted):
    with Tools(Settings.load(folder / "own.toml", folder / "data"), NOW) as tools:
        for day in wanted:
            run_day(tools, day)


def told(tools):
    """Return what is stored, whoever stored it in whichever order."""
    with tools.warehouse.read() as db:
        return [
            db.execute(f"SELECT {what} ORDER BY ALL").fetchall()
            for what in (
                "claim_id, content, version, latest FROM claims",
                "version_id, text, version FROM articles",
                "id FROM ledger.documents",
                "least(claim_id, other_id), greatest(claim_id, other_id), relation FROM links",
                "id FROM ledger.failures",
            )
        ]


@pytest.fixture(scope="module")
def day_by_day(tmp_path_factory):
    """What three days give that are done one after the other."""
    folder = tmp_path_factory.mktemp("one")
    with Tools(settings(folder), NOW) as tools:
        for day in SEED_DAYS:
            run_day(tools, day)
        return told(tools)


def test_days_done_at_once_some_of_them_twice_give_what_they_give_one_by_one(tmp_path, day_by_day):
    with Tools(settings(tmp_path), NOW) as tools:
        wanted = [SEED_DAYS, SEED_DAYS[::-1]]
        processes = [in_a_process(tmp_path, *days) for days in wanted]
        for process in processes:
            process.join(120)
        assert [process.exitcode for process in processes] == [0, 0]
        assert told(tools) == day_by_day


def test_days_killed_anywhere_and_done_again_give_what_they_give_undisturbed(tmp_path, day_by_day):
    dice = random.Random(8)
    with Tools(settings(tmp_path), NOW) as tools:
        for _ in range(3):
            process = in_a_process(tmp_path, *SEED_DAYS)
            process.join(dice.uniform(1, 6))
            process.kill()
            process.join()
        for day in SEED_DAYS:
            run_day(tools, day)
        assert told(tools) == day_by_day


def test_tidy_backs_up_where_the_settings_say_and_forgets_old_surveys(tmp_path):
    made = settings(tmp_path)
    with Tools(made, NOW) as tools:
        run_day(tools, SEED_DAYS[0])
        assert upkeep.tidy(tools) == {
            "lines learned": 0,
            "batches compacted": 0,
            "surveys removed": 0,
        }
    safe = replace(made.upkeep, backup=str(tmp_path / "safe"))
    with Tools(replace(made, upkeep=safe), NOW + 31 * DAY) as tools:
        done = upkeep.tidy(tools)
        assert done["surveys removed"] == 1
        assert done["files backed up"] == done["files copied"] > 5
        assert upkeep.tidy(tools)["files copied"] == 0


def test_a_backup_holds_neither_airflow_nor_batches_that_are_on_their_way(tmp_path):
    with Tools(settings(tmp_path), NOW) as tools:
        run_day(tools, SEED_DAYS[0])
        first = datetime(2024, 10, 24, tzinfo=UTC)
        [waiting] = days.plan(first, first + DAY, tools)
        (tmp_path / "data/airflow").mkdir()
        (tmp_path / "data/airflow/passwords.json").write_text("{}")
        backup(tools.warehouse, tmp_path / "safe")
        assert not (tmp_path / "safe/airflow").exists()
        assert not (tmp_path / "safe/batches" / waiting).exists()
        restored = Warehouse(tmp_path / "again", wait_s=1)
        restore(tmp_path / "safe", restored)
        assert restored.fingerprint() == tools.warehouse.fingerprint()


HOSTS = st.sampled_from(["https://a.example/", "https://b.example/", "file:in/"])
ENTRIES = st.lists(st.tuples(HOSTS, st.integers(0, 50)), unique=True).map(
    lambda pairs: [an_entry(url=f"{host}{number}") for host, number in pairs]
)


@given(entries=ENTRIES, size=st.integers(1, 7), order=st.randoms())
def test_portions_hold_every_entry_once_whatever_the_order(entries, size, order):
    portions = plan.portions(entries, size)
    assert sorted(e.id for portion in portions for e in portion) == sorted(e.id for e in entries)
    assert all(0 < len(portion) <= size for portion in portions)
    order.shuffle(entries)
    assert plan.portions(entries, size) == portions


@pytest.mark.parametrize(
    ("published", "offset", "expected"),
    [
        (datetime(2024, 10, 18, 23, 30, tzinfo=UTC), 0, "2024-10-19T08:30:00+09:00"),
        (datetime(2024, 10, 18, tzinfo=UTC), None, "2024-10-18T00:00:00+09:00"),
        (None, None, "2024-11-02T21:00:00+09:00"),
    ],
)
def test_an_article_belongs_to_its_own_moment_in_the_zone_of_the_schedule(
    published, offset, expected
):
    seen = datetime(2024, 11, 2, 12, tzinfo=UTC)
    article = an_article(published_at=published, published_offset=offset, seen_at=seen)
    moment = plan.moment(article, ZoneInfo("Asia/Seoul"))
    assert moment == datetime.fromisoformat(expected)
