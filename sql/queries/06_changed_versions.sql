-- What was new and what was gone from one version of an article to the next?
SELECT a.title, c.change, c.version, c.next_version, c.source, c.content
FROM (
    SELECT article_id, any_value(title) AS title FROM articles WHERE version > 1 GROUP BY article_id
) AS a
JOIN (
    SELECT article_id, 'gone' AS change, version, version + 1 AS next_version,
        source_name AS source, content, source_text
    FROM claims
    WHERE NOT latest
    UNION ALL
    SELECT article_id, 'new', version - 1, version, source_name, content, source_text
    FROM claims
    WHERE version > 1
) AS c USING (article_id)
QUALIFY count(*) OVER (PARTITION BY article_id, c.version, c.source_text, plain(c.content)) = 1
ORDER BY a.title, c.version, c.change, c.content;
