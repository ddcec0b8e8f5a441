-- The pages that failed or were given up, and why
SELECT state, tries, next_try_at, url, why, entry_id
FROM entries
WHERE state IN ('failed', 'gave up')
ORDER BY state, next_try_at, url;
