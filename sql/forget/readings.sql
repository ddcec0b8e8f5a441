-- Readings of articles that newer code replaced before a moment: the article as an older cleaner made
-- it, and what an older extractor found in a version. `getvariable`: before.
CREATE OR REPLACE TEMP TABLE forget_articles AS
SELECT batch_id, id, document_id, cleaner_version
FROM ledger.articles
JOIN ledger.batches USING (batch_id)
QUALIFY lag(started_at) OVER (
    PARTITION BY document_id ORDER BY started_at DESC, batch_id DESC, cleaner_version DESC, id
) < getvariable('before');

CREATE OR REPLACE TEMP TABLE forget_extractions AS
SELECT extractions.batch_id, extractions.id, version_id, extractor_version
FROM ledger.extractions AS extractions
JOIN ledger.batches USING (batch_id)
LEFT JOIN (
    SELECT DISTINCT id
    FROM ledger.articles
    ANTI JOIN forget_articles USING (batch_id, id, document_id, cleaner_version)
) AS kept ON kept.id = version_id
QUALIFY kept.id IS NULL OR lag(started_at) OVER (
    PARTITION BY version_id ORDER BY started_at DESC, extractions.batch_id DESC, extractor_version DESC
) < getvariable('before');

CREATE OR REPLACE TEMP TABLE forget_claims AS
SELECT batch_id, version_id, extractor_version FROM forget_extractions;
