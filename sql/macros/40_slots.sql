-- Slots: the articles that may have all words of a question, from the index of words. A few of them
-- do not: those that came after the last segment, and for claims those whose words stand elsewhere in
-- the article. So who asks compares the words themselves with `has`.
CREATE OR REPLACE MACRO slots_of(q, n) AS TABLE
    SELECT n AS nth, unnest(slots)::BIGINT AS slot
    FROM ledger.words
    WHERE
        term(q, n) <> ' '
        AND word >= trim(term(q, n))
        AND word < trim(term(q, n)) || chr(1114111);
COMMENT ON MACRO TABLE slots_of IS
'Slots of the articles that have a word which the nth of a question begins.';

CREATE OR REPLACE MACRO slots_with(q) AS TABLE
    SELECT slot
    FROM (
        SELECT slot, count(DISTINCT nth) AS found
        FROM (
            FROM slots_of(q, 1)
            UNION ALL FROM slots_of(q, 2)
            UNION ALL FROM slots_of(q, 3)
            UNION ALL FROM slots_of(q, 4)
            UNION ALL FROM slots_of(q, 5)
            UNION ALL FROM slots_of(q, 6)
        )
        GROUP BY slot
    )
    WHERE found = terms(q)
    UNION ALL
    SELECT slot FROM ledger.articles
    WHERE slot > coalesce((SELECT max("last") FROM ledger.segments), 0) OR terms(q) = 0;
COMMENT ON MACRO TABLE slots_with IS 'Slots of the articles that may have all words of a question.';

CREATE OR REPLACE MACRO claims_near(q, since := NULL, until := NULL) AS TABLE
    SELECT *
    FROM claims
    SEMI JOIN slots_with(q) USING (slot)
    WHERE
        (since IS NULL OR published_at >= since::TIMESTAMP)
        AND (until IS NULL OR published_at < until::TIMESTAMP)
    LIMIT 1000000000;  -- a fence: what is asked of these rows is asked of them alone, not of all
COMMENT ON MACRO TABLE claims_near IS
'Claims of the articles that may have all words of a question, published from `since` before `until`.';
