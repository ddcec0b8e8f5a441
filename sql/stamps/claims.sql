-- Stamp the claims of older batches anew where their article or its newest extraction changed.
UPDATE ledger.claims
SET
    version = fresh.version,
    published_at = fresh.published_at,
    outlet = fresh.outlet,
    url = fresh.url
FROM (
    SELECT
        extraction.version_id,
        extraction.extractor_version,
        CASE WHEN extraction.current THEN article.version END AS version,
        article.published_at,
        coalesce(article.outlet, article.outlet_inferred) AS outlet,
        article.url
    FROM ledger.extractions AS extraction
    SEMI JOIN stale_versions USING (version_id)
    LEFT JOIN ledger.articles AS article
        ON article.id = extraction.version_id AND article.version IS NOT NULL
) AS fresh
WHERE
    claims.version_id = fresh.version_id
    AND claims.extractor_version = fresh.extractor_version
    AND (claims.version, claims.published_at, claims.outlet, claims.url)
    IS DISTINCT FROM (fresh.version, fresh.published_at, fresh.outlet, fresh.url);
