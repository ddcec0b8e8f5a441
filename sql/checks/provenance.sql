-- The words of a claim stand in its article where the claim says.
WITH claims AS (
    FROM ledger.claims
    WHERE getvariable('batch') IS NULL OR batch_id = getvariable('batch')
),
texts AS (
    SELECT id AS version_id, any_value(text) AS text
    FROM ledger.articles
    SEMI JOIN claims ON claims.version_id = articles.id
    GROUP BY id
)
SELECT claims.id, claims.version_id, content, source_text, cue
FROM claims
JOIN texts USING (version_id)
WHERE
    source_text <> substr(text, source_start + 1, source_end - source_start)
    OR cue <> substr(text, cue_start + 1, cue_end - cue_start)
    OR content <> array_to_string(
        [substr(text, part.start + 1, part."end" - part.start) FOR part IN content_parts], ' … '
    )
    OR len([n FOR n IN numbers IF n.text <> substr(text, n.start + 1, n."end" - n.start)]) > 0
    OR len([t FOR t IN times IF t.text <> substr(text, t.start + 1, t."end" - t.start)]) > 0;
