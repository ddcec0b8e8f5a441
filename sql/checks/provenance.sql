-- The words of a claim stand in its article where the claim says.
-- A text is cut once, to the window from the first word of the claim to the last; only where something
-- does not stand there, as in a time far from it, each place is looked up in the whole text.
WITH placed AS (
    SELECT
        id,
        version_id,
        slot,
        content,
        content_parts,
        source_text,
        source_start,
        source_end,
        cue,
        cue_start,
        cue_end,
        numbers,
        times,
        greatest(0, least(source_start, cue_start, content_parts[1].start)) AS first,
        greatest(source_end, cue_end, content_parts[-1]."end") AS last
    FROM checked_claims
),
texts AS (
    SELECT placed.*, article.id AS article_version, article.text
    FROM placed
    JOIN (
        -- As numbers, so that only the row groups of these articles are read.
        FROM ledger.articles
        WHERE slot BETWEEN (SELECT min(slot) FROM placed) AND (SELECT max(slot) FROM placed)
    ) AS article USING (slot)
    WHERE article.text <> ''  -- a rule let go of the others: see sql/forget/texts.sql
    UNION ALL
    SELECT placed.*, article.id, article.text
    FROM (FROM placed WHERE slot IS NULL) AS placed
    JOIN (
        FROM ledger.articles
        WHERE slot >= (
            SELECT CASE WHEN count(*) > 0 THEN 0 ELSE 9223372036854775807 END
            FROM placed
            WHERE slot IS NULL
        )
    ) AS article ON article.id = placed.version_id
    WHERE article.text <> ''
),
windows AS (
    SELECT *, substr(text, first + 1, last - first) AS cut FROM texts
)
SELECT id, version_id, content, source_text, cue
FROM windows
WHERE CASE
    WHEN
        article_version = version_id
        AND coalesce(source_text = substr(cut, source_start - first + 1, source_end - source_start), true)
        AND coalesce(cue = substr(cut, cue_start - first + 1, cue_end - cue_start), true)
        AND len(content_parts) = 1
        AND content = substr(
            cut,
            content_parts[1].start - first + 1,
            content_parts[1]."end" - content_parts[1].start
        )
        AND len(times) = 0
        AND CASE
            WHEN len(numbers) = 0 THEN true
            ELSE len([
                n FOR n IN numbers IF n.text <> substr(cut, n.start - first + 1, n."end" - n.start)
            ]) = 0
        END
    THEN false
    ELSE
        article_version <> version_id
        OR source_text <> substr(text, source_start + 1, source_end - source_start)
        OR cue <> substr(text, cue_start + 1, cue_end - cue_start)
        OR content <> array_to_string(
            [substr(text, part.start + 1, part."end" - part.start) FOR part IN content_parts], ' … '
        )
        OR len([n FOR n IN numbers IF n.text <> substr(text, n.start + 1, n."end" - n.start)]) > 0
        OR len([t FOR t IN times IF t.text <> substr(text, t.start + 1, t."end" - t.start)]) > 0
END;
