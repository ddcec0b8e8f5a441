-- Stories: articles that tell the same in nearly the same words, found by their signatures.
-- MinHash with banding (Leskovec, Rajaraman, Ullman: Mining of Massive Datasets, ch. 3): 42 bands of
-- 3 places find 99.6 % of the pairs that share half of their shingles, 29 % of those that share 0.2.
CREATE OR REPLACE VIEW alike_articles AS
WITH latest AS (
    SELECT id, article_id, signature
    FROM ledger.articles
    WHERE latest AND len(signature) >= 126
),
bands AS (
    SELECT
        article_id,
        unnest(list_transform(range(42), lambda b: hash(b, signature[3 * b + 1:3 * b + 3]))) AS band
    FROM latest
),
pairs AS (
    SELECT DISTINCT one.article_id, other.article_id AS other_id
    FROM bands AS one
    JOIN bands AS other USING (band)
    WHERE one.article_id < other.article_id
),
compared AS (
    SELECT
        pairs.article_id,
        pairs.other_id,
        list_sum(list_transform(
            list_zip(one.signature, other.signature), lambda place: (place[1] = place[2])::INTEGER
        )) / len(one.signature) AS alike
    FROM pairs
    JOIN latest AS one USING (article_id)
    JOIN latest AS other ON other.article_id = pairs.other_id
)
SELECT article_id, other_id, alike
FROM compared
WHERE alike >= 0.5;

COMMENT ON VIEW alike_articles IS 'Pairs of articles whose words are at least half the same: copies of one report.';
COMMENT ON COLUMN alike_articles.article_id IS 'The article with the smaller id';
COMMENT ON COLUMN alike_articles.other_id IS 'The other article';
COMMENT ON COLUMN alike_articles.alike IS 'Estimated share of word sequences in common, 0.5 to 1';

CREATE OR REPLACE VIEW stories AS
WITH RECURSIVE edges AS (
    SELECT article_id, other_id FROM alike_articles
    UNION ALL
    SELECT other_id, article_id FROM alike_articles
),
told (article_id, story_id) USING KEY (article_id) AS (
    SELECT article_id, article_id FROM articles WHERE latest
    UNION
    SELECT edges.other_id, min(told.story_id)
    FROM told
    JOIN edges USING (article_id)
    JOIN recurring.told AS before ON before.article_id = edges.other_id
    WHERE told.story_id < before.story_id
    GROUP BY edges.other_id
)
SELECT
    told.story_id,
    article_id,
    coalesce(outlet, outlet_inferred) AS outlet,
    title,
    published_at,
    row_number() OVER (PARTITION BY told.story_id ORDER BY published_at, article_id) AS place,
    count(*) OVER (PARTITION BY told.story_id) AS articles,
    url
FROM articles
JOIN told USING (article_id)
WHERE latest;

COMMENT ON VIEW stories IS 'Which articles are copies of one report: the latest version of each, grouped.';
COMMENT ON COLUMN stories.story_id IS 'One for all copies; smallest article_id among them';
COMMENT ON COLUMN stories.article_id IS 'The article; see articles';
COMMENT ON COLUMN stories.outlet IS 'Who published it, inferred if nothing says so';
COMMENT ON COLUMN stories.title IS 'Headline';
COMMENT ON COLUMN stories.published_at IS 'When it was published, UTC';
COMMENT ON COLUMN stories.place IS '1 for the copy that was published first';
COMMENT ON COLUMN stories.articles IS 'How many copies there are';
COMMENT ON COLUMN stories.url IS 'Address of the article';
