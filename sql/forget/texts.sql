-- The words of articles that were fetched before a moment; what was found in them stays.
-- `getvariable`: before.
CREATE OR REPLACE TEMP TABLE forget_texts AS
SELECT batch_id, id, document_id, cleaner_version
FROM ledger.articles
WHERE seen_at < getvariable('before') AND "text" <> '';

-- Of these articles later batches may hold the same row with its words, behind that of the ledger.
CREATE OR REPLACE TEMP TABLE forget_copies AS
SELECT DISTINCT id, document_id, cleaner_version
FROM ledger.articles
WHERE seen_at < getvariable('before');
