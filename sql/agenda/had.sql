-- Which of some entries have a page that was fetched for another entry after it had changed last.
SELECT DISTINCT asked.id
FROM (
    SELECT unnest($ids) AS id, unnest($pages) AS page, unnest($changed)::TIMESTAMP AS changed_at
) AS asked
JOIN ledger.documents AS documents ON documents.canonical_url = asked.page
WHERE documents.entry_id <> asked.id
    AND documents.fetched_at >= asked.changed_at AND documents.fetched_at < $before
