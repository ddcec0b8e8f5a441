-- No two rows of a table have the same key.
WITH keys AS (
    SELECT 'polls' AS "table", id AS key, '' AS rest FROM checked_polls
    UNION ALL SELECT 'entries', id, '' FROM checked_entries
    UNION ALL SELECT 'documents', id, '' FROM checked_documents
    UNION ALL SELECT 'articles', id, document_id || cleaner_version FROM checked_articles
    UNION ALL SELECT 'boilerplate', id, '' FROM checked_boilerplate
    UNION ALL SELECT 'extractions', id, '' FROM checked_extractions
    UNION ALL SELECT 'claims', id, extractor_version FROM checked_claims
    UNION ALL SELECT 'links', id, '' FROM checked_links
    UNION ALL SELECT 'failures', id, '' FROM checked_failures
)
SELECT "table", key, count(*) AS times
FROM keys
GROUP BY "table", key, rest
HAVING count(*) > 1;
