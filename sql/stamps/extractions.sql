-- Of the extractions of one version the newest is current.
CREATE OR REPLACE TEMP TABLE ranked AS
SELECT
    stored.rowid AS row,
    row_number() OVER (
        PARTITION BY version_id ORDER BY started_at DESC, batch_id DESC, extractor_version DESC
    ) = 1 AS current
FROM ledger.extractions AS stored
JOIN ledger.batches USING (batch_id)
WHERE version_id IN (
    SELECT version_id FROM ledger.extractions WHERE batch_id IN (FROM loading)
    UNION ALL
    FROM touched_versions
);

UPDATE ledger.extractions
SET current = ranked.current
FROM ranked
WHERE extractions.rowid = ranked.row AND extractions.current IS DISTINCT FROM ranked.current;

-- What the claims of this load are stamped with: their extractions and articles.
CREATE OR REPLACE TEMP TABLE loading_extractions AS
SELECT version_id, extractor_version, batch_id, current
FROM ledger.extractions
WHERE batch_id IN (FROM loading);

CREATE OR REPLACE TEMP TABLE loading_articles AS
SELECT id, version, latest, published_at, outlet, outlet_inferred, url, slot
FROM ledger.articles
WHERE version IS NOT NULL AND id IN (SELECT version_id FROM loading_extractions);

-- Versions whose older claims may have to change: only these are looked up among all claims.
CREATE OR REPLACE TEMP TABLE stale_versions AS
SELECT DISTINCT version_id
FROM ledger.extractions
WHERE batch_id NOT IN (FROM loading) AND version_id IN (
    SELECT version_id FROM ledger.extractions WHERE batch_id IN (FROM loading)
    UNION ALL
    FROM touched_versions
);
