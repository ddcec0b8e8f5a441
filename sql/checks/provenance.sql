-- The words of a claim stand in its article where the claim says.
WITH scope AS (
    FROM ledger.claims
    WHERE getvariable('batch') IS NULL OR batch_id = getvariable('batch')
),
texts AS (
    SELECT scope.*, article.id AS article_version, article.text
    FROM scope
    JOIN (
        -- As numbers, so that only the row groups of these articles are read.
        FROM ledger.articles
        WHERE slot BETWEEN (SELECT min(slot) FROM scope) AND (SELECT max(slot) FROM scope)
    ) AS article USING (slot)
    UNION ALL
    SELECT scope.*, article.id, article.text
    FROM (FROM scope WHERE slot IS NULL) AS scope
    JOIN (
        FROM ledger.articles
        WHERE slot >= (
            SELECT CASE WHEN count(*) > 0 THEN 0 ELSE 9223372036854775807 END
            FROM scope
            WHERE slot IS NULL
        )
    ) AS article ON article.id = scope.version_id
)
SELECT id, version_id, content, source_text, cue
FROM texts
WHERE
    article_version <> version_id
    OR "text" <> '' AND (  -- a rule let go of the others: see sql/forget/texts.sql
    source_text <> substr(text, source_start + 1, source_end - source_start)
    OR cue <> substr(text, cue_start + 1, cue_end - cue_start)
    OR CASE
        WHEN len(content_parts) = 1
        THEN content <> substr(
            text, content_parts[1].start + 1, content_parts[1]."end" - content_parts[1].start
        )
        ELSE content <> array_to_string(
            [substr(text, part.start + 1, part."end" - part.start) FOR part IN content_parts], ' … '
        )
    END
    OR CASE
        WHEN len(numbers) > 0
        THEN len([n FOR n IN numbers IF n.text <> substr(text, n.start + 1, n."end" - n.start)]) > 0
    END
    OR CASE
        WHEN len(times) > 0
        THEN len([t FOR t IN times IF t.text <> substr(text, t.start + 1, t."end" - t.start)]) > 0
    END);
