-- Balance: of every feed and run, what was listed and what became of it; nothing gets lost between.
CREATE OR REPLACE VIEW balance AS
WITH listed AS (
    SELECT feed_id, batch_id, count(*) AS listed FROM ledger.entries GROUP BY ALL
),
polled AS (
    SELECT feed_id, batch_id, sum(new)::BIGINT AS new FROM ledger.polls GROUP BY ALL
),
runs AS (  -- what the polls of a run counted, and how many entries its file holds
    SELECT batch_id, counted = coalesce(rows, 0) AS whole
    FROM (SELECT batch_id, sum(new) AS counted FROM ledger.polls GROUP BY batch_id)
    LEFT JOIN (
        SELECT batch_id, sum(rows) AS rows FROM ledger.loads
        WHERE file = 'poll/entries.parquet' GROUP BY batch_id
    ) USING (batch_id)
),
ended AS (
    SELECT
        feed_id,
        batch_id,
        count(*) FILTER (state = 'stored') AS stored,
        count(*) FILTER (state = 'duplicate') AS duplicate,
        count(*) FILTER (state = 'rejected') AS rejected,
        count(*) FILTER (state = 'failed') AS failed,
        count(*) FILTER (state = 'gave up') AS gave_up,
        count(*) FILTER (state = 'waiting') AS waiting
    FROM entries
    GROUP BY ALL
)
SELECT
    feed_id,
    batch_id,
    coalesce(polled.new, listed.listed) AS listed,
    coalesce(polled.new, listed.listed) - coalesce(listed.listed, 0) AS listed_before,
    coalesce(stored, 0) AS stored,
    coalesce(duplicate, 0) AS duplicate,
    coalesce(rejected, 0) AS rejected,
    coalesce(failed, 0) AS failed,
    coalesce(gave_up, 0) AS gave_up,
    coalesce(waiting, 0) AS waiting,
    coalesce(listed.listed, 0) = coalesce(stored + duplicate + rejected + failed + gave_up + waiting, 0)
        AND coalesce(runs.whole, true) AS balances
FROM listed
FULL JOIN polled USING (feed_id, batch_id)
FULL JOIN ended USING (feed_id, batch_id)
LEFT JOIN runs USING (batch_id);

COMMENT ON VIEW balance IS 'Of every feed and run, what was listed and what became of it; nothing gets lost between.';
COMMENT ON COLUMN balance.feed_id IS 'The feed';
COMMENT ON COLUMN balance.batch_id IS 'The run';
COMMENT ON COLUMN balance.listed IS 'Entries that were new, as the poll counted them';
COMMENT ON COLUMN balance.listed_before IS 'Of these, first listed by another run that was stored later';
COMMENT ON COLUMN balance.stored IS 'Entries with an article';
COMMENT ON COLUMN balance.duplicate IS 'Entries whose page was fetched for another entry';
COMMENT ON COLUMN balance.rejected IS 'Entries whose page is no article; entries.why says what it is';
COMMENT ON COLUMN balance.failed IS 'Entries whose page could not be fetched and is tried again';
COMMENT ON COLUMN balance.gave_up IS 'Entries whose page is not tried again by itself; see hearsay retry';
COMMENT ON COLUMN balance.waiting IS 'Entries whose page was not fetched yet';
COMMENT ON COLUMN balance.balances IS 'Whether the states add up, and the run holds every entry that its polls counted';
