-- Macros over outlets and feeds: who covers what, which feed needs a look.
CREATE OR REPLACE MACRO coverage(day) AS TABLE
    WITH there AS (
        SELECT
            coalesce(outlet, outlet_inferred) AS outlet,
            count(DISTINCT article_id) AS articles,
            sum(words)::BIGINT AS words
        FROM articles
        WHERE latest AND published_at >= day::TIMESTAMP AND published_at < day::TIMESTAMP + INTERVAL 1 DAY
        GROUP BY ALL
    ),
    said AS (
        SELECT
            outlet,
            count(*) AS claims,
            count(DISTINCT source) AS sources,
            count(*) FILTER (is_anonymous) AS anonymous
        FROM claims
        WHERE latest AND published_at >= day::TIMESTAMP AND published_at < day::TIMESTAMP + INTERVAL 1 DAY
        GROUP BY ALL
    ),
    known AS (
        SELECT DISTINCT coalesce(outlet, outlet_inferred) AS outlet FROM articles
    )
    SELECT
        known.outlet,
        coalesce(there.articles, 0) AS articles,
        coalesce(there.words, 0) AS words,
        coalesce(said.claims, 0) AS claims,
        coalesce(said.sources, 0) AS sources,
        coalesce(said.anonymous, 0) AS anonymous
    FROM known
    LEFT JOIN there ON there.outlet IS NOT DISTINCT FROM known.outlet
    LEFT JOIN said ON said.outlet IS NOT DISTINCT FROM known.outlet
    ORDER BY articles DESC, claims DESC, known.outlet;
COMMENT ON MACRO TABLE coverage IS
'What each outlet published on a day: articles, words, claims, sources; 0 where it was silent.';

CREATE OR REPLACE MACRO feed_health() AS TABLE
    WITH polls AS (
        SELECT
            feed_id,
            round(avg((status IN ('ok', 'unchanged'))::INTEGER), 2) AS answered,
            max(polled_at) FILTER (status IN ('ok', 'unchanged')) AS answered_at
        FROM ledger.polls
        GROUP BY feed_id
    ),
    others AS (  -- few; nearly all entries are stored, and those need not be looked at one by one
        SELECT feed_id, state, count(*) AS n FROM entries WHERE state <> 'stored' GROUP BY ALL
    ),
    stored AS (
        SELECT feed_id, 'stored' AS state, sum(n)::BIGINT AS n
        FROM (
            SELECT feed_id, count(*) AS n FROM ledger.entries GROUP BY feed_id
            UNION ALL SELECT feed_id, -n FROM others
        )
        GROUP BY feed_id
    ),
    states AS (
        SELECT feed_id, map_from_entries(list((state, n) ORDER BY state)) AS entries_by_state
        FROM (FROM others UNION ALL FROM stored WHERE n > 0)
        GROUP BY feed_id
    )
    SELECT
        CASE
            WHEN feeds.polled_at IS NULL THEN 'never polled'
            WHEN feeds.status = 'gone' THEN 'gone'
            WHEN feeds.moved_to IS NOT NULL THEN 'moved'
            WHEN feeds.status NOT IN ('ok', 'unchanged') THEN 'failing'
            WHEN feeds.missed > 0 THEN 'misses entries'
            ELSE 'well'
        END AS health,
        feeds.outlet,
        feeds.url,
        feeds.status,
        feeds.note,
        feeds.polled_at,
        polls.answered_at,
        polls.answered,
        feeds.entries,
        states.entries_by_state,
        feeds.missed,
        feeds.newest_at,
        feeds.next_due_at,
        feeds.feed_id
    FROM feeds
    LEFT JOIN polls USING (feed_id)
    LEFT JOIN states USING (feed_id)
    ORDER BY health = 'well', health, feeds.outlet, feeds.url;
COMMENT ON MACRO TABLE feed_health IS
'Every feed, those that need a look first: status, share of polls answered, entries, misses.';
