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
led AS (  -- nearly all of them; what is asked about the others is asked about few
    SELECT documents.entry_id, max(articles.id) AS version_id
    FROM ledger.documents AS documents
    JOIN ledger.articles AS articles ON articles.document_id = documents.id
    WHERE articles.version IS NOT NULL
    GROUP BY documents.entry_id
),
others AS (
    SELECT
        *,
        CASE WHEN url LIKE 'http%' THEN canonical_url ELSE guid END AS page
    FROM ledger.entries
    ANTI JOIN (
        SELECT entry_id FROM ledger.documents
        SEMI JOIN (FROM ledger.articles WHERE version IS NOT NULL) AS article
            ON article.document_id = documents.id
    ) AS kept ON kept.entry_id = id
),
got AS (
    SELECT
        documents.entry_id,
        arg_max(documents.verdict, documents.fetched_at) AS verdict,
        arg_max(concat_ws(': ', documents.verdict, documents.verdict_why), documents.fetched_at) AS why,
        max(articles.id) AS words_id,
        any_value(failures.error || ': ' || failures.message) AS unreadable
    FROM ledger.documents AS documents
    SEMI JOIN others ON others.id = documents.entry_id
    LEFT JOIN ledger.articles AS articles ON articles.document_id = documents.id
    LEFT JOIN ledger.failures AS failures
        ON failures.record_id = documents.id AND failures.stage = 'clean'
    GROUP BY documents.entry_id
),
pages AS (  -- a page of the web by its name, a file by its bytes
    SELECT
        canonical_url AS page,
        max(fetched_at) AS fetched_at,
        arg_max(entry_id, fetched_at) AS entry_id
    FROM ledger.documents
    WHERE url LIKE 'http%' AND canonical_url IN (SELECT page FROM others)
    GROUP BY canonical_url
    UNION ALL
    SELECT sha256, 'infinity'::TIMESTAMP, min(entry_id)
    FROM ledger.documents
    WHERE sha256 IN (SELECT page FROM others)
    GROUP BY sha256
),
known AS (
    SELECT
        others.*,
        got.verdict,
        got.why,
        got.words_id,
        got.unreadable,
        pages.entry_id AS same_as,
        coalesce(tried.tries, 0) AS tries,
        tried.tried_at,
        tried.error,
        tried.message,
        tried.tried_at + retries.pauses[tried.tries] AS next_try_at
    FROM others
    LEFT JOIN got ON got.entry_id = others.id
    LEFT JOIN pages
        ON pages.page = others.page
        AND pages.entry_id <> others.id
        AND pages.fetched_at >= least(
            others.seen_at, coalesce(others.updated_at, others.published_at, others.seen_at)
        )
    LEFT JOIN tried ON tried.entry_id = others.id
    LEFT JOIN retries USING (error)
),
judged AS (
    SELECT
        *,
        CASE
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
    'stored' AS state,
    NULL AS why,
    led.version_id,
    coalesce(tried.tries, 0) AS tries,
    tried.tried_at,
    NULL AS next_try_at,
    NULL AS same_as,
    batch_id
FROM ledger.entries
JOIN led ON led.entry_id = id
LEFT JOIN tried ON tried.entry_id = id
UNION ALL
SELECT
    id,
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
    END,
    words_id,
    tries,
    tried_at,
    CASE WHEN state = 'failed' THEN next_try_at END,
    CASE WHEN state = 'duplicate' THEN same_as END,
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
