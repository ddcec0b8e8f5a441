-- Who denies what, and who confirms it?
SELECT stance, source, content, outlet
FROM claims
WHERE latest AND stance IN ('denies', 'doubts', 'confirms')
ORDER BY stance, source, content;
