-- What a replay changed: claims of its documents that are new, gone, changed or the same
WITH made AS (
    SELECT id AS version_id, document_id, batch_id IN (SELECT unnest($batches)) AS now
    FROM ledger.articles
    WHERE document_id IN (SELECT id FROM ledger.documents)
),
read AS (
    SELECT e.version_id, e.extractor_version, e.batch_id, b.started_at,
        e.batch_id IN (SELECT unnest($batches)) AS now
    FROM ledger.extractions AS e
    JOIN ledger.batches AS b USING (batch_id)
),
newest AS (
    SELECT m.document_id, r.now, r.version_id, r.extractor_version
    FROM read AS r
    JOIN (SELECT DISTINCT version_id, document_id FROM made) AS m USING (version_id)
    QUALIFY row_number() OVER (PARTITION BY m.document_id, r.now ORDER BY r.started_at DESC) = 1
),
told AS (
    SELECT n.document_id, n.now, c.source_text, c.cue, c.content,
        hash(c.stance, c.sources, c.numbers, c.times, c.hedged, c.negated) AS meaning
    FROM newest AS n
    JOIN ledger.claims AS c USING (version_id, extractor_version)
    WHERE n.document_id IN (SELECT document_id FROM newest WHERE now)
)
SELECT
    CASE
        WHEN old.content IS NULL THEN 'new'
        WHEN new.content IS NULL THEN 'gone'
        WHEN old.meaning <> new.meaning THEN 'changed'
        ELSE 'same'
    END AS difference,
    count(*) AS claims
FROM (FROM told WHERE now) AS new
FULL JOIN (FROM told WHERE NOT now) AS old
    ON new.document_id = old.document_id
    AND new.content = old.content
    AND new.cue IS NOT DISTINCT FROM old.cue
    AND new.source_text IS NOT DISTINCT FROM old.source_text
GROUP BY ALL
ORDER BY ALL;
