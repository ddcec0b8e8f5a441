-- Lines that several articles of a host have, of those seen in [$first, $end): what a lesson on its
-- boilerplate is learned from. Lines that were taken out count as if they still stood there.
--
-- Looked at are at most 500 articles of a host, drawn by a hash of their ids: a tenth of them tells
-- enough. Articles are counted by what differs in their signatures, so that a story printed again and
-- again is one. What they share may decide one place of a signature, hence the median of five.
WITH drawn AS (
    SELECT
        articles.rowid AS row,
        regexp_extract(lower(documents.final_url), '^https?://(?:www\.)?([^/:?#]+)', 1) AS host
    FROM ledger.articles AS articles
    JOIN ledger.documents AS documents ON articles.document_id = documents.id
    WHERE
        articles.version IS NOT NULL AND articles.seen_at >= $first AND articles.seen_at < $end
        AND host <> ''
    QUALIFY row_number() OVER (PARTITION BY host ORDER BY md5(articles.id), articles.rowid) <= 500
),
seen AS (
    SELECT
        drawn.row,
        drawn.host,
        articles.signature[1:5] AS s,
        coalesce(articles.published_at, articles.seen_at)::DATE AS day,
        articles.seen_at,
        list_distinct(string_split(articles."text", chr(10)) || articles.boilerplate) AS lines
    FROM ledger.articles AS articles
    JOIN drawn ON articles.rowid = drawn.row
),
lines AS (
    SELECT row, host, unnest(lines) AS line FROM seen
),
repeated AS (
    SELECT host, line FROM lines WHERE line <> '' GROUP BY ALL HAVING count(*) >= $pages
),
places AS (
    SELECT row, host, line FROM lines SEMI JOIN repeated USING (host, line)
    UNION ALL
    SELECT row, host, NULL FROM seen
),
counted AS (
    SELECT
        places.host,
        places.line,
        list_median([
            count(DISTINCT s[1]), count(DISTINCT s[2]), count(DISTINCT s[3]),
            count(DISTINCT s[4]), count(DISTINCT s[5])
        ])::BIGINT AS pages,
        count(DISTINCT day) AS days,
        min(seen_at) AS first_seen,
        max(seen_at) AS last_seen
    FROM places
    JOIN seen USING (row)
    GROUP BY ALL
)
SELECT
    counted.host,
    counted.line,
    counted.pages,
    counted.days,
    hosts.pages AS of_pages,
    counted.first_seen,
    counted.last_seen
FROM counted
JOIN counted AS hosts ON counted.host = hosts.host AND hosts.line IS NULL
WHERE counted.line IS NOT NULL AND counted.pages >= $pages
ORDER BY counted.host, counted.line;
