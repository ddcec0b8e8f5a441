-- A segment of names: those in claims that were loaded after the words of their articles.
-- `getvariable`: segment, tier; the slots are in the table `late`.
INSERT INTO ledger.words
SELECT
    getvariable('segment') AS segment,
    'names' AS field,
    word,
    list_sort(list_distinct(list(slot))) AS slots
FROM (
    SELECT slot::INTEGER AS slot, rtrim(unnest(string_split(plain(names), ' ')), '.,;:!?)]}»') AS word
    FROM (
        SELECT
            slot,
            concat_ws(
                ' ', source_name, source_org, array_to_string([n.counted FOR n IN numbers], ' ')
            ) AS names
        FROM ledger.claims
        SEMI JOIN late USING (slot)
    )
)
WHERE word <> ''
GROUP BY word
ORDER BY word;

INSERT INTO ledger.segments
SELECT getvariable('segment'), getvariable('tier'), max("last") FROM ledger.segments;
