-- Articles in the index whose claims, and with them names, a load brought or changed.
CREATE OR REPLACE TEMP TABLE late AS
SELECT slot FROM ledger.articles
WHERE version IS NOT NULL
    AND slot <= (SELECT max("last") FROM ledger.segments)
    AND id IN (
        SELECT version_id FROM ledger.extractions WHERE batch_id IN (FROM loading)
        UNION FROM stale_versions
    )
