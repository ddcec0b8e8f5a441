-- Whatever a row came from is stored.
SELECT 'poll without feed' AS what, polls.id
FROM checked_polls AS polls
ANTI JOIN ledger.feeds ON polls.feed_id = feeds.id
UNION ALL
SELECT 'entry without feed', entries.id
FROM checked_entries AS entries
ANTI JOIN ledger.feeds ON entries.feed_id = feeds.id
UNION ALL
SELECT 'document without entry', documents.id
FROM checked_documents AS documents
ANTI JOIN ledger.entries ON documents.entry_id = entries.id
UNION ALL
SELECT 'article without document', articles.id
FROM checked_articles AS articles
ANTI JOIN ledger.documents ON articles.document_id = documents.id
UNION ALL
SELECT 'extraction without article', extractions.id
FROM checked_extractions AS extractions
ANTI JOIN ledger.articles ON extractions.version_id = articles.id
UNION ALL
SELECT 'claim without extraction', claims.id
FROM (
    SELECT version_id, extractor_version, min(id) AS id FROM checked_claims GROUP BY ALL
) AS claims
ANTI JOIN ledger.extractions USING (version_id, extractor_version);
