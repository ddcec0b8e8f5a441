-- In which words around it does a claim stand?
SELECT
    substr(a.text, greatest(1, p.start - 59), least(60, p.start)) AS before,
    c.content,
    substr(a.text, p."end" + 1, 60) AS after
FROM claims AS c
JOIN articles AS a USING (version_id)
JOIN LATERAL (SELECT c.content_parts[1].start AS start, c.content_parts[-1]."end" AS "end") AS p ON true
WHERE c.latest AND has(c.content, 'fair game')
ORDER BY c.published_at, p.start;
