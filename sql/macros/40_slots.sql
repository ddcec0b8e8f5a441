-- Slots: the articles that may have all words of a question, from the index of words. A few of them
-- do not: those that came after the last segment, and for claims those whose words stand elsewhere in
-- the article. So who asks compares the words themselves with `has`.
CREATE OR REPLACE MACRO slots_of(q, n) AS TABLE
    SELECT 1 << (n - 1) AS term, field, unnest(slots)::BIGINT AS slot
    FROM ledger.words
    WHERE prefix(word, coalesce(terms(q)[n], ' '));  -- no word begins with a space
COMMENT ON MACRO TABLE slots_of IS
'Where a word stands that the nth of a question begins: slots, and whether in title, text or names.';

CREATE OR REPLACE MACRO slots_of_all(q) AS TABLE
    FROM slots_of(q, 1)
    UNION ALL FROM slots_of(q, 2)
    UNION ALL FROM slots_of(q, 3)
    UNION ALL FROM slots_of(q, 4)
    UNION ALL FROM slots_of(q, 5)
    UNION ALL FROM slots_of(q, 6);
COMMENT ON MACRO TABLE slots_of_all IS
'Where words stand that the first six of a question begin.';

CREATE OR REPLACE MACRO every_term(q) AS (1 << least(6, len(terms(q)))) - 1;
COMMENT ON MACRO every_term IS 'The terms of slots_of_all, added up.';

CREATE OR REPLACE MACRO last_indexed() AS (SELECT coalesce(max("last"), 0) FROM ledger.segments);
COMMENT ON MACRO last_indexed IS 'The slot up to which articles are in the index of words.';

CREATE OR REPLACE MACRO slots_with(q) AS TABLE
    SELECT slot
    FROM (SELECT slot, bit_or(term) AS found FROM slots_of_all(q) GROUP BY slot)
    WHERE found = every_term(q)
    UNION ALL
    SELECT slot FROM ledger.articles WHERE slot > last_indexed() OR every_term(q) = 0;
COMMENT ON MACRO TABLE slots_with IS 'Slots of the articles that may have all words of a question.';

-- What is joined with many rows DuckDB lets first through a Bloom filter of twelve bits a row, which
-- passes one in a hundred by mistake. These are some in every vector of 2,048 rows, and all other
-- columns of a vector are read for one row. Where rows come eight times, next to none is passed so.
CREATE OR REPLACE MACRO eight(x) AS [x, x, x, x, x, x, x, x];
COMMENT ON MACRO eight IS 'A value eight times.';

-- Of a few dozen rows eight times are too few: beside 20 of 700,000 articles 19 and 27 others were let through,
-- each with a vector of texts to unpack; with 64 times none and two.
CREATE OR REPLACE MACRO often(x) AS flatten(eight(eight(x)));
COMMENT ON MACRO often IS 'A value 64 times.';

CREATE OR REPLACE MACRO claims_with(q, since, until) AS TABLE
    SELECT *
    FROM claims
    SEMI JOIN (SELECT unnest(eight(slot)) AS slot FROM slots_with(q)) USING (slot)
    WHERE
        (since IS NULL OR published_at >= since::TIMESTAMP)
        AND (until IS NULL OR published_at < until::TIMESTAMP);
COMMENT ON MACRO TABLE claims_with IS 'As claims_near, without the fence.';

CREATE OR REPLACE MACRO claims_near(q, since := NULL, until := NULL) AS TABLE
    FROM claims_with(q, since, until)
    LIMIT 1000000000;  -- a fence: what is asked of these rows is asked of them alone, not of all
COMMENT ON MACRO TABLE claims_near IS
'Claims of the articles that may have all words of a question, published from `since` before `until`.';

-- DuckDB asks what bears on one column while it reads that column, of every row; what bears on two it
-- asks of the rows that are left. So this is a fence that costs nothing. (The hash of a slot is not 0.)
CREATE OR REPLACE MACRO near(slot, found) AS CASE WHEN hash(slot) = 0 THEN false ELSE found END;
COMMENT ON MACRO near IS 'What was found in a row of claims_with.';
