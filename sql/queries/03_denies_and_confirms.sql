-- Who denies what, and who confirms it?
SELECT stance, coalesce(source_name, source_text) AS source, content, outlet
FROM claims
WHERE latest AND stance IN ('denies', 'doubts', 'confirms')
ORDER BY stance, source, content;
