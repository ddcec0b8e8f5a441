-- An article version with the document it was read from.
SELECT articles.*, documents.final_url, documents.fetched_at, documents.status,
    documents.content_type, documents.sha256, documents.archive_key
FROM articles
LEFT JOIN ledger.documents AS documents ON documents.id = articles.document_id
WHERE version_id = ?
