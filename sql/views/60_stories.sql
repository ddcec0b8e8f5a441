-- Stories: articles that are one text, edited, in several outlets: wire copies (stages/clean/story.py).
-- The share of the shorter text that stands in the longer is estimated from the signatures. Half of
-- it, within three days, with half of its figures, makes a copy (measured: bench/stories.py): reports
-- made from one template have other figures. MinHash with banding (Leskovec, Rajaraman, Ullman:
-- Mining of Massive Datasets, ch. 3): 64 bands of 2 places find 98 % of the pairs that share a quarter
-- of all their word sequences.
CREATE OR REPLACE VIEW alike_articles AS
WITH latest AS (
    SELECT
        article_id,
        coalesce(outlet, outlet_inferred) AS outlet,
        coalesce(published_at, seen_at) AS moment,
        words,
        signature
    FROM ledger.articles
    WHERE latest AND len(signature) = 128 AND words >= 40
),
bands AS (
    SELECT
        article_id,
        outlet,
        moment,
        unnest(list_transform(range(64), lambda b: hash(b, signature[2 * b + 1:2 * b + 2]))) AS band
    FROM latest
),
pairs AS (
    SELECT DISTINCT one.article_id, other.article_id AS other_id
    FROM bands AS one
    JOIN bands AS other USING (band)
    WHERE
        one.article_id < other.article_id
        AND coalesce(one.outlet <> other.outlet, true)
        AND one.moment BETWEEN other.moment - INTERVAL 3 DAY AND other.moment + INTERVAL 3 DAY
),
compared AS (
    SELECT
        pairs.article_id,
        pairs.other_id,
        one.words + other.words AS all_words,
        least(one.words, other.words) AS fewer,
        list_sum(list_transform(
            list_zip(one.signature, other.signature), lambda place: (place[1] = place[2])::INTEGER
        )) / 128 AS jaccard
    FROM pairs
    JOIN latest AS one USING (article_id)
    JOIN latest AS other ON other.article_id = pairs.other_id
),
alike AS (
    SELECT article_id, other_id, least(1, jaccard / (1 + jaccard) * all_words / fewer) AS alike
    FROM compared
    WHERE jaccard >= 0.05 AND jaccard / (1 + jaccard) * all_words / fewer >= 0.5
),
figures AS (
    SELECT
        article_id,
        list_distinct(regexp_extract_all("text", '[0-9]+(?:[.,][0-9]+)*')) AS figures
    FROM ledger.articles
    WHERE
        latest
        AND article_id IN (SELECT article_id FROM alike UNION ALL SELECT other_id FROM alike)
)
SELECT alike.article_id, alike.other_id, alike.alike
FROM alike
JOIN figures AS one USING (article_id)
JOIN figures AS other ON other.article_id = alike.other_id
WHERE
    least(len(one.figures), len(other.figures)) < 3
    OR len(list_intersect(one.figures, other.figures))
    >= 0.5 * least(len(one.figures), len(other.figures));

COMMENT ON VIEW alike_articles IS 'Pairs of articles of different outlets that are copies of one text, within three days.';
COMMENT ON COLUMN alike_articles.article_id IS 'The article with the smaller id';
COMMENT ON COLUMN alike_articles.other_id IS 'The other article';
COMMENT ON COLUMN alike_articles.alike IS 'Estimated share of the shorter text that stands in the longer, 0.5 to 1';

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
),
members AS (
    SELECT
        told.story_id,
        article_id,
        coalesce(outlet, outlet_inferred) AS outlet,
        title,
        published_at,
        coalesce(published_at, first_seen_at) AS moment,
        agencies[1] AS agency,
        url
    FROM articles
    JOIN told USING (article_id)
    WHERE latest
),
copied AS (
    SELECT DISTINCT edges.article_id
    FROM edges
    JOIN members AS one ON edges.article_id = one.article_id
    JOIN members AS other ON edges.other_id = other.article_id
    WHERE (other.moment, other.article_id) < (one.moment, one.article_id)
)
SELECT
    members.story_id,
    members.article_id,
    members.outlet,
    members.title,
    members.published_at,
    row_number() OVER story AS place,
    count(*) OVER (PARTITION BY members.story_id) AS articles,
    members.url,
    min(members.moment) OVER (PARTITION BY members.story_id) AS first_at,
    coalesce(
        mode(members.agency) OVER (PARTITION BY members.story_id),
        first_value(members.outlet) OVER story
    ) AS origin,
    copied.article_id IS NOT NULL AS is_copy
FROM members
LEFT JOIN copied ON members.article_id = copied.article_id
WINDOW story AS (PARTITION BY members.story_id ORDER BY members.moment, members.article_id);

COMMENT ON VIEW stories IS 'Which articles are copies of one text: the latest version of each, grouped.';
COMMENT ON COLUMN stories.story_id IS 'One for all copies; smallest article_id among them';
COMMENT ON COLUMN stories.article_id IS 'The article; see articles';
COMMENT ON COLUMN stories.outlet IS 'Who published it, inferred if nothing says so';
COMMENT ON COLUMN stories.title IS 'Headline';
COMMENT ON COLUMN stories.published_at IS 'When it was published, UTC';
COMMENT ON COLUMN stories.place IS '1 for the copy that was published first';
COMMENT ON COLUMN stories.articles IS 'How many copies there are';
COMMENT ON COLUMN stories.url IS 'Address of the article';
COMMENT ON COLUMN stories.first_at IS 'When the first of them was published, or if none says so seen, UTC';
COMMENT ON COLUMN stories.origin IS 'Where it likely comes from: the agency that most of them name, else the outlet of the first';
COMMENT ON COLUMN stories.is_copy IS 'An earlier article has its words; false: the first, or independent of the earlier ones';
