-- Articles: every version of every article, its words and what is known about them.
CREATE OR REPLACE VIEW articles AS
SELECT
    article_id,
    version,
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
    headings,
    candidates,
    boilerplate,
    document_id,
    feed_id,
    cleaner_version
FROM ledger.articles
WHERE version IS NOT NULL;
