-- Whatever a row came from is stored.
WITH scope AS (
    SELECT batch_id FROM ledger.batches
    WHERE getvariable('batches') IS NULL OR batch_id IN (SELECT unnest(getvariable('batches')))
)
SELECT 'poll without feed' AS what, id
FROM (FROM ledger.polls SEMI JOIN scope USING (batch_id))
WHERE feed_id NOT IN (SELECT id FROM ledger.feeds)
UNION ALL
SELECT 'entry without feed', id
FROM (FROM ledger.entries SEMI JOIN scope USING (batch_id))
WHERE feed_id NOT IN (SELECT id FROM ledger.feeds)
UNION ALL
SELECT 'document without entry', id
FROM (FROM ledger.documents SEMI JOIN scope USING (batch_id))
WHERE entry_id NOT IN (SELECT id FROM ledger.entries)
UNION ALL
SELECT 'article without document', id
FROM (FROM ledger.articles SEMI JOIN scope USING (batch_id))
WHERE document_id NOT IN (SELECT id FROM ledger.documents)
UNION ALL
SELECT 'extraction without article', id
FROM (FROM ledger.extractions SEMI JOIN scope USING (batch_id))
WHERE version_id NOT IN (SELECT id FROM ledger.articles)
UNION ALL
SELECT 'claim without extraction', id
FROM (FROM ledger.claims SEMI JOIN scope USING (batch_id))
WHERE (version_id, extractor_version)
    NOT IN (SELECT (version_id, extractor_version) FROM ledger.extractions);
