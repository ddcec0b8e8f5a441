-- The index of words: in which articles a word stands. `slot` numbers the rows of articles in the
-- order they came; a claim has that of its article. The loader fills both tables (sql/index/): a
-- segment holds the words of a stretch of slots; what came after the last segment is read itself.
-- Segments of one tier become one of the next, so that their number grows as a logarithm.
CREATE SEQUENCE ledger.slots;

ALTER TABLE ledger.articles ADD COLUMN slot BIGINT;
UPDATE ledger.articles SET slot = nextval('ledger.slots');

ALTER TABLE ledger.claims ADD COLUMN slot BIGINT;
UPDATE ledger.claims
SET slot = articles.slot
FROM ledger.articles
WHERE articles.id = claims.version_id AND articles.version IS NOT NULL;

CREATE TABLE ledger.segments (
    segment BIGINT NOT NULL,
    tier BIGINT NOT NULL,
    "last" BIGINT NOT NULL
);

CREATE TABLE ledger.words (
    segment BIGINT NOT NULL,
    word VARCHAR NOT NULL,
    slots INTEGER[] NOT NULL
);
