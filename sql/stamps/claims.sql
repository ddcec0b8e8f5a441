-- Stamp the claims of older batches anew where their article or its newest extraction changed.
UPDATE ledger.claims
SET
    version = fresh.version,
    latest = fresh.latest,
    published_at = fresh.published_at,
    outlet = fresh.outlet,
    url = fresh.url,
    slot = fresh.slot
FROM (
    SELECT
        extraction.version_id,
        extraction.extractor_version,
        extraction.batch_id,
        CASE WHEN extraction.current THEN article.version END AS version,
        extraction.current AND article.latest AS latest,
        article.published_at,
        coalesce(article.outlet, article.outlet_inferred) AS outlet,
        article.url,
        article.slot
    FROM ledger.extractions AS extraction
    SEMI JOIN stale_versions USING (version_id)
    LEFT JOIN ledger.articles AS article
        ON article.id = extraction.version_id AND article.version IS NOT NULL
) AS fresh
WHERE
    claims.batch_id = fresh.batch_id  -- prunes: a batch lies together
    AND claims.version_id = fresh.version_id
    AND claims.extractor_version = fresh.extractor_version
    AND (
        claims.version, claims.latest, claims.published_at, claims.outlet, claims.url, claims.slot
    ) IS DISTINCT FROM (
        fresh.version, fresh.latest, fresh.published_at, fresh.outlet, fresh.url, fresh.slot
    );
