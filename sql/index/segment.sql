-- A new segment: the words of the articles from one slot to another, and of the names in their claims.
-- A text is cut as `plain` does; what `plain` does to letters is done to each word once, not wherever it
-- stands. An article is listed as often as the word stands in it, but for words so common that it
-- tells nothing. `getvariable`: segment, tier, first, last.
INSERT INTO ledger.words
SELECT
    getvariable('segment') AS segment,
    field,
    rtrim(bare(word), '.,;:!?)]}»') AS word,
    CASE WHEN len(slots) > 4096 THEN list_sort(list_distinct(slots)) ELSE slots END AS slots
FROM (
    SELECT field, word, list(slot) AS slots
    FROM (
        SELECT
            field,
            slot,
            unnest(string_split(regexp_replace(words, E'["\'([{–—/«‘’“”…\n\t-]', ' ', 'g'), ' ')) AS word
        FROM (
            SELECT 'text' AS field, slot::INTEGER AS slot, text AS words
            FROM ledger.articles
            WHERE slot BETWEEN getvariable('first') AND getvariable('last')
            UNION ALL
            SELECT 'title', slot::INTEGER, title
            FROM ledger.articles
            WHERE slot BETWEEN getvariable('first') AND getvariable('last')
            UNION ALL
            SELECT DISTINCT
                'names',
                slot::INTEGER,
                concat_ws(
                    ' ', source_name, source_org, array_to_string([n.counted FOR n IN numbers], ' ')
                )
            FROM ledger.claims
            WHERE slot BETWEEN getvariable('first') AND getvariable('last')
        )
    )
    WHERE word <> ''
    GROUP BY field, word
)
ORDER BY word, field;

INSERT INTO ledger.segments VALUES (
    getvariable('segment'), getvariable('tier'), getvariable('last')
);
