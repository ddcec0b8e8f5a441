-- Articles: the versions of each article as the newest cleaning of each document gives them.
CREATE OR REPLACE VIEW articles AS
WITH cleaned AS (
    SELECT a.*
    FROM ledger.articles AS a
    JOIN ledger.batches USING (batch_id)
    QUALIFY row_number() OVER (PARTITION BY a.document_id ORDER BY started_at DESC, a.batch_id DESC) = 1
),
versions AS (
    SELECT *
    FROM cleaned
    QUALIFY row_number() OVER (PARTITION BY id ORDER BY seen_at, document_id) = 1
)
SELECT
    article_id,
    row_number() OVER (PARTITION BY article_id ORDER BY seen_at, id) AS version,
    id AS version_id,
    url,
    outlet,
    outlet_inferred,
    title,
    kicker,
    authors,
    agencies,
    section,
    published_at,
    published_precision,
    published_offset,
    published_from,
    updated_at,
    updated_from,
    language,
    lead,
    text,
    words,
    seen_at AS first_seen_at,
    candidates,
    boilerplate,
    document_id,
    cleaner_version
FROM versions;
