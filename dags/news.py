"""The DAGs of Hearsay. No logic here: every task calls one function of `pipeline.days`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from airflow.sdk import (
    Asset,
    CronDataIntervalTimetable,
    CronTriggerTimetable,
    ExceptionRetryPolicy,
    Metadata,
    Param,
    RetryAction,
    RetryRule,
    chain,
    dag,
    get_current_context,
    task,
    task_group,
)

from pipeline.settings import Settings  # light: the parse of this file stays under 0.1 CPU s

SCHEDULE = Settings.load().schedule
POOL = "hearsay_loader"  # one slot; `hearsay up` makes it, and compose
QUEUE = os.environ.get("HEARSAY_LOADER_QUEUE", "default")  # where one worker alone writes
CLAIMS = Asset("claims", uri="duckdb://hearsay/claims")
START = datetime(2024, 1, 1)  # noqa: DTZ001  the timetable says the zone; backfills may go before
NEVER = datetime(2100, 1, 1)  # noqa: DTZ001  no run by itself; backfills and triggers start at once
SIZE = Param(
    250,
    type="integer",
    minimum=1,
    maximum=500,
    description="Pages in one batch. Smaller batches retry sooner, larger ones cost less.",
)
ARGS = {
    "owner": "hearsay",
    "retries": 3,
    "retry_delay": timedelta(seconds=20),  # what the web does is tried again inside a task
    "retry_exponential_backoff": 2.0,
    "max_retry_delay": timedelta(minutes=30),
    "execution_timeout": timedelta(hours=2),
    # Settings, a missing model or SQL do not mend themselves; locks and networks do.
    "retry_policy": ExceptionRetryPolicy(
        rules=[
            RetryRule(exception="pipeline.errors.SettingsError", action=RetryAction.FAIL),
            RetryRule(exception="pipeline.errors.EnvironmentFault", action=RetryAction.FAIL),
            RetryRule(exception="pipeline.errors.Unfinished", action=RetryAction.FAIL),
        ]
    ),
}


def tools() -> Any:
    """Return the `Tools` of a task, at the moment it starts.

    Batches run side by side, so each computes in one process.
    """
    from datetime import UTC

    from pipeline.tools import Tools

    return Tools(Settings.load(), datetime.now(UTC), processes=1)


def interval() -> tuple[datetime, datetime]:
    """Return the stretch of time this run stands for: a day; if it has none, today so far."""
    context = get_current_context()
    first, end = context.get("data_interval_start"), context.get("data_interval_end")
    if first and end:
        return first, end
    now = datetime.now(ZoneInfo(SCHEDULE.time_zone))
    return now.replace(hour=0, minute=0, second=0, microsecond=0), now


DOCS = {
    "fetch": "Get every page politely; keep every byte in the archive.",
    "clean": "Turn bytes into articles: the words, the names, the times.",
    "extract": "Find who said what, when, on whose word.",
}


def step(stage: str, batch: Any) -> Any:
    """Return the task that does one stage of a batch; it hands the batch's name on."""

    @task(
        task_id=stage,
        map_index_template="{{ batch }}",
        max_active_tis_per_dagrun=4,
        doc_md=DOCS[stage],
    )
    def take(batch: str) -> str:
        from pipeline import days

        cast("Any", get_current_context())["batch"] = batch  # for map_index_template
        with tools() as opened:
            days.stage(stage, batch, opened)
        return batch

    return take(batch)


@task_group
def walk(batch: Any) -> None:
    """Take one batch from its entries to its claims."""
    for stage in DOCS:
        batch = step(stage, batch)


@task(
    pool=POOL,
    queue=QUEUE,
    max_active_tis_per_dag=1,
    outlets=[CLAIMS],
    trigger_rule="all_done_min_one_success",  # one batch that fails does not keep the others back
)
def load(batches: Any) -> Iterator[Metadata]:
    """Link the claims of every batch, append them to the warehouse, publish.

    Fails in the end, and names them, if there are batches that are not ready.
    """
    from pipeline import days

    first, _ = interval()
    with tools() as opened:
        added = days.finish(batches, opened)
    yield Metadata(CLAIMS, extra={"day": first.date().isoformat(), **added})


@dag(
    schedule=CronTriggerTimetable("*/15 * * * *", timezone="UTC"),
    start_date=START,
    catchup=False,
    max_active_runs=1,
    default_args=ARGS,
    tags=["hearsay"],
)
def poll() -> None:
    """### Poll the feeds that are due.

    Every 15 minutes. Entries are stored at once, so that a busy feed loses nothing until the
    daily run; `ingest` fetches their pages.
    """

    @task(pool=POOL, queue=QUEUE)
    def poll() -> dict[str, int]:
        """Ask the feeds that are due what they list."""
        from pipeline import days

        with tools() as opened:
            return days.poll(opened)

    poll()


@dag(
    schedule=CronDataIntervalTimetable(SCHEDULE.daily, timezone=SCHEDULE.time_zone),
    start_date=START,
    catchup=False,
    max_active_runs=4,
    default_args=ARGS,
    params={"size": SIZE},
    tags=["hearsay"],
)
def ingest() -> None:
    """### One run is one day of news.

    Everything of that day that is not stored yet is fetched, cleaned, searched for claims, linked,
    loaded and published: entries that feeds listed, pages that failed before, and the files of
    folders such as `seeds/` by their date of publication. Undated documents belong to the day they
    were first seen.

    **Fill past days**: Trigger → Backfill → choose the days → Run Backfill. To change a parameter
    there, also tick *Override parameters on existing runs*, or Airflow drops it. The seeds lie
    between 2024-10-18 and 2024-11-20. A second backfill changes nothing; *All Runs* cleans and
    extracts again from the archive, without the network.
    """

    @task
    def plan(params: Any = None) -> list[str]:
        """Find what belongs to this day and cut it into batches."""
        from pipeline import days

        first, end = interval()
        with tools() as opened:
            return days.plan(first, end, opened, size=params["size"])

    batches = plan()
    chain(walk.expand(batch=batches), load(batches))


@dag(
    schedule=CronDataIntervalTimetable(SCHEDULE.daily, timezone=SCHEDULE.time_zone),
    start_date=NEVER,
    catchup=False,
    max_active_runs=2,
    default_args=ARGS,
    params={"size": SIZE},
    tags=["hearsay"],
)
def replay() -> None:
    """### Clean and extract a day again from the archive, with today's code.

    Run it as a backfill over the days you want. Nothing is fetched. The last task prints which
    claims are new, gone or changed.
    """

    @task
    def plan(params: Any = None) -> list[str]:
        """Find the documents of this day in the archive and cut them into batches."""
        from pipeline import days

        first, end = interval()
        with tools() as opened:
            return days.replay(first, end, opened, size=params["size"])

    @task
    def compare(batches: Any) -> dict[str, int]:
        """Count the claims that are new, gone and changed."""
        from pipeline import days

        with tools() as opened:
            return days.difference(batches, opened)

    batches = plan()
    chain(walk.expand(batch=batches), load(batches), compare(batches))


@dag(
    schedule=CronTriggerTimetable("30 3 * * *", timezone=SCHEDULE.time_zone),
    start_date=START,
    catchup=False,
    max_active_runs=1,
    default_args=ARGS,
    tags=["hearsay"],
)
def upkeep() -> None:
    """### Look after the warehouse, every night.

    `tidy` learns what hosts print under their stories, lets go what the settings say, compacts the
    batches of past weeks and backs the warehouse up. `watch` fails when something needs a person:
    a silent or failing feed, a stage that fails often, an outlet whose claims dry up, a check that
    does not hold, a disk that runs full. Its log says what and where; set `on_failure_callback` in
    `ARGS` to be called.
    """

    @task(pool=POOL, queue=QUEUE)
    def tidy() -> dict[str, int]:
        """Learn the lines of hosts, let go what the rules say, compact, back up, note sizes."""
        from pipeline import upkeep

        with tools() as opened:
            return upkeep.tidy(opened)

    @task(retries=1, trigger_rule="all_done")
    def watch() -> None:
        """Fail if somebody should look at something."""
        from airflow.sdk.exceptions import AirflowFailException

        from pipeline.alerts import alerts

        with tools() as opened:
            found = [f"{one.alert}: {one.thing}: {one.what}" for one in alerts(opened)]
        if found:
            raise AirflowFailException("\n".join(found))

    chain(tidy(), watch())


@dag(schedule=[CLAIMS], start_date=START, catchup=False, default_args=ARGS, tags=["hearsay"])
def example() -> None:
    """### What you may hang on new claims: runs after every load, with its row counts.

    Copy it and send the rows wherever you want them.
    """

    @task
    def tell(triggering_asset_events: Any = None) -> list[dict[str, Any]]:
        """Print the day and the rows of every load that triggered this run."""
        return [event.extra for event in triggering_asset_events[CLAIMS]]

    tell()


poll()
ingest()
replay()
upkeep()
example()
