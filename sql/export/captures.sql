-- The captures of pages that addresses, ids of articles or claims, or days name.
SELECT DISTINCT name, documents.archive_key
FROM (SELECT unnest($names) AS name)
JOIN ledger.documents AS documents ON name IN (
    documents.url, documents.final_url, documents.canonical_url
)
UNION
SELECT DISTINCT name, documents.archive_key
FROM (SELECT unnest($names) AS name)
JOIN (
    FROM ledger.articles SELECT id, article_id, document_id,
        coalesce(published_at, seen_at)::DATE::VARCHAR AS day
) AS articles ON name IN (articles.id, articles.article_id, articles.day)
    OR articles.id IN (SELECT version_id FROM ledger.claims WHERE id = name)
JOIN ledger.documents AS documents ON documents.id = articles.document_id
ORDER BY ALL
