-- Entries: everything a feed ever listed, and the one state its page ended in.
CREATE OR REPLACE VIEW entries AS
WITH tried AS (
    SELECT
        record_id AS entry_id,
        count(*) AS tries,
        max(failed_at) AS tried_at,
        arg_max(error, failed_at) AS error,
        arg_max(message, failed_at) AS message
    FROM ledger.failures
    WHERE stage = 'fetch'
    GROUP BY record_id
),
got AS (
    SELECT
        documents.entry_id,
        arg_max(documents.verdict, documents.fetched_at) AS verdict,
        arg_max(concat_ws(': ', documents.verdict, documents.verdict_why), documents.fetched_at) AS why,
        max(articles.id) FILTER (articles.version IS NOT NULL) AS version_id,
        max(articles.id) AS words_id,
        any_value(failures.error || ': ' || failures.message) AS unreadable
    FROM ledger.documents AS documents
    LEFT JOIN ledger.articles AS articles ON articles.document_id = documents.id
    LEFT JOIN ledger.failures AS failures
        ON failures.record_id = documents.id AND failures.stage = 'clean'
    GROUP BY documents.entry_id
),
sought AS (  -- where an entry that led to no article may have a twin: only these are looked up
    SELECT CASE WHEN url LIKE 'http%' THEN canonical_url ELSE guid END AS page
    FROM ledger.entries AS entries
    ANTI JOIN (FROM got WHERE version_id IS NOT NULL) AS got ON got.entry_id = entries.id
),
pages AS (  -- a page of the web by its name, a file by its bytes
    SELECT
        canonical_url AS page,
        max(fetched_at) AS fetched_at,
        arg_max(entry_id, fetched_at) AS entry_id
    FROM ledger.documents
    WHERE url LIKE 'http%' AND canonical_url IN (FROM sought)
    GROUP BY canonical_url
    UNION ALL
    SELECT sha256, 'infinity'::TIMESTAMP, min(entry_id)
    FROM ledger.documents
    WHERE sha256 IN (FROM sought)
    GROUP BY sha256
),
known AS (
    SELECT
        entries.*,
        got.verdict,
        got.why,
        got.version_id,
        got.words_id,
        got.unreadable,
        pages.entry_id AS same_as,
        coalesce(tried.tries, 0) AS tries,
        tried.tried_at,
        tried.error,
        tried.message,
        tried.tried_at + retries.pauses[tried.tries] AS next_try_at
    FROM ledger.entries AS entries
    LEFT JOIN got ON got.entry_id = entries.id
    LEFT JOIN pages
        ON pages.page = CASE WHEN entries.url LIKE 'http%' THEN entries.canonical_url ELSE entries.guid END
        AND pages.entry_id <> entries.id
        AND pages.fetched_at >= least(
            entries.seen_at, coalesce(entries.updated_at, entries.published_at, entries.seen_at)
        )
    LEFT JOIN tried ON tried.entry_id = entries.id
    LEFT JOIN retries USING (error)
),
judged AS (
    SELECT
        *,
        CASE
            WHEN version_id IS NOT NULL THEN 'stored'
            WHEN words_id IS NOT NULL THEN 'duplicate'
            WHEN verdict <> 'article' OR unreadable IS NOT NULL OR url = '' THEN 'rejected'
            WHEN verdict IS NOT NULL THEN 'waiting'
            WHEN same_as IS NOT NULL THEN 'duplicate'
            WHEN next_try_at IS NOT NULL THEN 'failed'
            WHEN error IS NOT NULL THEN 'gave up'
            ELSE 'waiting'
        END AS state
    FROM known
)
SELECT
    id AS entry_id,
    feed_id,
    url,
    title,
    outlet,
    published_at,
    seen_at,
    state,
    CASE state
        WHEN 'rejected' THEN coalesce(unreadable, why, note)
        WHEN 'duplicate' THEN CASE
            WHEN words_id IS NULL THEN 'its page was fetched for ' || same_as
            ELSE 'its words were stored before'
        END
        WHEN 'failed' THEN error || ': ' || message
        WHEN 'gave up' THEN error || ': ' || message
        WHEN 'waiting' THEN CASE WHEN verdict IS NULL THEN 'not fetched yet' ELSE 'not cleaned yet' END
    END AS why,
    coalesce(version_id, words_id) AS version_id,
    tries,
    tried_at,
    CASE WHEN state = 'failed' THEN next_try_at END AS next_try_at,
    CASE WHEN state = 'duplicate' THEN same_as END AS same_as,
    batch_id
FROM judged;

COMMENT ON VIEW entries IS 'Everything a feed ever listed, and the one state its page ended in.';
COMMENT ON COLUMN entries.entry_id IS 'One for the sighting';
COMMENT ON COLUMN entries.feed_id IS 'The feed that listed it';
COMMENT ON COLUMN entries.url IS 'Address as listed';
COMMENT ON COLUMN entries.title IS 'Title as listed';
COMMENT ON COLUMN entries.outlet IS 'Who publishes the feed';
COMMENT ON COLUMN entries.published_at IS 'When it was published, as listed, UTC';
COMMENT ON COLUMN entries.seen_at IS 'When it was first seen in the feed, UTC';
COMMENT ON COLUMN entries.state IS 'stored, duplicate, rejected, failed (tried again), gave up, waiting';
COMMENT ON COLUMN entries.why IS 'The reason of the state';
COMMENT ON COLUMN entries.version_id IS 'An article version it led to; see articles';
COMMENT ON COLUMN entries.tries IS 'How often its page could not be fetched';
COMMENT ON COLUMN entries.tried_at IS 'When it failed last, UTC';
COMMENT ON COLUMN entries.next_try_at IS 'When a failed one may be tried again, UTC; see retries';
COMMENT ON COLUMN entries.same_as IS 'The entry whose page a duplicate shares';
COMMENT ON COLUMN entries.batch_id IS 'The run that first listed it';
