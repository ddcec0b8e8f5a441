-- Number the versions of the touched articles in the order they were seen. A row gets no number if
-- a newer cleaning of its document replaced it, or another document shows the same words earlier.
CREATE OR REPLACE TEMP TABLE numbered AS
WITH kin AS (
    SELECT rowid AS row, id, article_id, document_id, seen_at, cleaner_version, batch_id
    FROM ledger.articles
    WHERE document_id IN (
        SELECT document_id FROM ledger.articles WHERE article_id IN (FROM touched_articles)
    )
),
newest AS (
    SELECT kin.*
    FROM kin
    JOIN ledger.batches USING (batch_id)
    QUALIFY row_number() OVER (
        PARTITION BY document_id ORDER BY started_at DESC, batch_id DESC, cleaner_version DESC, id
    ) = 1
),
versions AS (
    SELECT *
    FROM newest
    QUALIFY row_number() OVER (PARTITION BY id ORDER BY seen_at, document_id) = 1
)
SELECT
    kin.row,
    kin.id,
    numbers.version,
    numbers.latest
FROM kin
LEFT JOIN (
    SELECT
        row,
        row_number() OVER (PARTITION BY article_id ORDER BY seen_at, id) AS version,
        lead(row) OVER (PARTITION BY article_id ORDER BY seen_at, id) IS NULL AS latest
    FROM versions
) AS numbers USING (row)
WHERE kin.article_id IN (FROM touched_articles);

INSERT INTO touched_versions
SELECT stored.id
FROM ledger.articles AS stored
JOIN numbered ON stored.rowid = numbered.row
WHERE (stored.version, stored.latest) IS DISTINCT FROM (numbered.version, numbered.latest);

UPDATE ledger.articles
SET version = numbered.version, latest = numbered.latest
FROM numbered
WHERE
    articles.rowid = numbered.row
    AND (articles.version, articles.latest) IS DISTINCT FROM (numbered.version, numbered.latest);
