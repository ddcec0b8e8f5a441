-- Entries: everything a feed ever listed, and how far it came.
CREATE OR REPLACE VIEW entries AS
SELECT
    entries.id AS entry_id,
    entries.feed_id,
    entries.url,
    entries.title,
    entries.outlet,
    entries.published_at,
    entries.seen_at,
    CASE
        WHEN done.version_id IS NOT NULL THEN 'article'
        WHEN failed.error IS NOT NULL THEN 'failed'
        WHEN done.verdict <> 'article' THEN 'no article'
        WHEN done.verdict IS NOT NULL THEN 'fetched'
        ELSE 'waiting'
    END AS state,
    coalesce(failed.error, done.verdict) AS why,
    done.version_id
FROM ledger.entries AS entries
LEFT JOIN (
    SELECT
        entry_id,
        arg_max(verdict, fetched_at) AS verdict,
        max(articles.id) AS version_id
    FROM ledger.documents AS documents
    LEFT JOIN ledger.articles AS articles
        ON articles.document_id = documents.id AND articles.version IS NOT NULL
    GROUP BY entry_id
) AS done ON done.entry_id = entries.id
LEFT JOIN (
    SELECT subject, arg_max(error, failed_at) AS error FROM ledger.failures GROUP BY subject
) AS failed ON failed.subject = entries.url;

COMMENT ON VIEW entries IS 'Everything a feed ever listed, and how far it came.';
COMMENT ON COLUMN entries.entry_id IS 'One for the sighting';
COMMENT ON COLUMN entries.feed_id IS 'The feed that listed it';
COMMENT ON COLUMN entries.url IS 'Address as listed';
COMMENT ON COLUMN entries.title IS 'Title as listed';
COMMENT ON COLUMN entries.outlet IS 'Who publishes the feed';
COMMENT ON COLUMN entries.published_at IS 'When it was published, as listed, UTC';
COMMENT ON COLUMN entries.seen_at IS 'When it was first seen in the feed, UTC';
COMMENT ON COLUMN entries.state IS 'waiting, fetched, article, no article, failed';
COMMENT ON COLUMN entries.why IS 'The error, or what the page turned out to be';
COMMENT ON COLUMN entries.version_id IS 'An article version it led to; see articles';
