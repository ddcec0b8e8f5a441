-- Macros over claims: what is said about something, by whom, since when.
CREATE OR REPLACE MACRO claims_about(q, since := NULL, until := NULL) AS TABLE
    SELECT
        day,
        source,
        stance,
        content,
        outlet,
        kind,
        hedged,
        is_anonymous,
        claim_id,
        url,
        published_at
    FROM claims_with(q, since, until)
    WHERE latest AND near(slot, has(content, q))
    ORDER BY day, published_at, claim_id;
COMMENT ON MACRO TABLE claims_about IS
'Claims whose content has all words of a question, published from `since` and before `until`.';

CREATE OR REPLACE MACRO said_by(name) AS TABLE
    SELECT
        day,
        source,
        source_role AS role,
        source_org AS organization,
        via,
        stance,
        cue,
        content,
        outlet,
        claim_id,
        url,
        published_at
    FROM claims_with(name, NULL, NULL)
    WHERE
        latest
        AND near(slot, has(source_text, name) OR has(source_name, name) OR has(source_org, name))
    ORDER BY day, published_at, claim_id;
COMMENT ON MACRO TABLE said_by IS
'Claims of a source: its name, its organisation or the words that name it have all words given.';

CREATE OR REPLACE MACRO claim_timeline(q, grain := 'day') AS TABLE
    SELECT
        date_trunc(grain, coalesce(said_on::TIMESTAMP, published_at))::DATE AS since,
        count(*) AS claims,
        count(DISTINCT source) AS sources,
        count(DISTINCT outlet) AS outlets,
        count(*) FILTER (stance = 'denies') AS denials,
        arg_max(content, confidence) AS example
    FROM claims_with(q, NULL, NULL)
    WHERE latest AND near(slot, has(content, q))
    GROUP BY since
    ORDER BY since;
COMMENT ON MACRO TABLE claim_timeline IS
'How many claims, sources and outlets spoke of something in each day, week, month … (`grain`).';

CREATE OR REPLACE MACRO numbers_about(q) AS TABLE
    SELECT
        day,
        coalesce(source, outlet) AS source,
        n.text AS figure,
        n.low,
        n.high,
        n.approximate,
        n.unit,
        n.counted,
        stance,
        outlet,
        content,
        claim_id,
        url
    FROM (SELECT *, unnest(numbers) AS n FROM claims_with(q, NULL, NULL) WHERE len(numbers) > 0)
    WHERE latest AND near(slot, has(n.counted, q) OR has(content, q))
    ORDER BY day, n.low, source, claim_id;
COMMENT ON MACRO TABLE numbers_about IS
'Who gave which figure when, as intervals, where the counted thing or the claim has all words.';

CREATE OR REPLACE MACRO who_said_first(q) AS TABLE
    SELECT
        row_number() OVER (ORDER BY min(moment), coalesce(source, outlet)) AS place,
        coalesce(source, outlet) AS source,
        min(moment) AS first_at,
        min_by(content, (moment, published_at, claim_id)) AS content,
        min_by(outlet, (moment, published_at, claim_id)) AS outlet,
        min_by(claim_id, (moment, published_at, claim_id)) AS claim_id,
        count(*) AS claims
    FROM (
        SELECT *, coalesce(said_on::TIMESTAMP, published_at) AS moment
        FROM claims_with(q, NULL, NULL)
    )
    WHERE near(slot, has(content, q))
    GROUP BY coalesce(source, outlet)
    ORDER BY place;
COMMENT ON MACRO TABLE who_said_first IS
'Every source that said something with all words, in the order of its first claim.';

CREATE OR REPLACE MACRO denials(q) AS TABLE
    SELECT
        day,
        source,
        stance,
        content,
        sentence,
        outlet,
        claim_id,
        url
    FROM claims_with(q, NULL, NULL)
    WHERE
        latest
        AND stance IN ('denies', 'doubts')
        AND near(slot, has(content, q) OR has(sentence, q))
    ORDER BY day, published_at, claim_id;
COMMENT ON MACRO TABLE denials IS
'Claims that deny or doubt, where the content or its sentence has all words.';

CREATE OR REPLACE MACRO disputed(q) AS TABLE
    WITH told AS (
        SELECT claim_id FROM claims_with(q, NULL, NULL) WHERE latest AND near(slot, has(content, q))
    ),
    pairs AS MATERIALIZED (
        SELECT * FROM links
        WHERE
            relation = 'contradicts'
            AND (claim_id IN (FROM told) OR other_id IN (FROM told))
    ),
    sides AS MATERIALIZED (
        SELECT claim_id, source, content, day, outlet
        FROM claims
        SEMI JOIN (
            SELECT unnest(eight(claim_id)) AS claim_id
            FROM (SELECT claim_id FROM pairs UNION SELECT other_id FROM pairs)
            WHERE claim_id <> ''  -- a condition, or there is no Bloom filter: see claims_with
        ) USING (claim_id)
        WHERE latest
    )
    SELECT
        coalesce(one.source, one.outlet) AS source,
        one.content,
        one.day AS day,
        one.outlet,
        coalesce(other.source, other.outlet) AS other_source,
        other.content AS other_content,
        other.day AS other_day,
        other.outlet AS other_outlet,
        pairs.score,
        pairs.why,
        pairs.claim_id,
        pairs.other_id
    FROM pairs
    JOIN sides AS one USING (claim_id)
    JOIN sides AS other ON other.claim_id = pairs.other_id
    ORDER BY pairs.score DESC, pairs.claim_id, pairs.other_id;
COMMENT ON MACRO TABLE disputed IS
'Pairs of claims that may contradict each other, of which one has all words. Not verdicts.';

CREATE OR REPLACE MACRO source_profile(name) AS TABLE
    SELECT
        source,
        mode(source_role) AS role,
        mode(source_org) AS organization,
        mode(source_type) AS type,
        count(*) AS claims,
        count(DISTINCT article_id) AS articles,
        list_sort(list_distinct(list(outlet))) AS outlets,
        min(day) AS first_day,
        max(day) AS last_day,
        map_from_entries(list_sort(map_entries(histogram(stance)))) AS stances,
        round(avg((kind = 'direct')::INTEGER), 2) AS quoted,
        round(avg(hedged::INTEGER), 2) AS hedged
    FROM claims_with(name, NULL, NULL)
    WHERE
        latest
        AND near(slot, has(source_text, name) OR has(source_name, name) OR has(source_org, name))
    GROUP BY source
    ORDER BY claims DESC, source;
COMMENT ON MACRO TABLE source_profile IS
'How sources with all words in name or organisation speak: how often, where, how sure.';

CREATE OR REPLACE MACRO changed_claims(article) AS TABLE
    WITH versions AS (
        SELECT
            article_id,
            version,
            lead(version) OVER (PARTITION BY article_id ORDER BY version) AS next,
            slot
        FROM articles
        WHERE article_id = article OR url = article
    ),
    said AS (
        SELECT * FROM claims SEMI JOIN versions USING (slot)
    )
    SELECT article_id, version, next AS next_version, 'gone' AS change, source, content, claim_id
    FROM (
        SELECT versions.*, source, content, claim_id
        FROM versions
        JOIN said USING (article_id, version)
        WHERE next IS NOT NULL AND NOT EXISTS (
            FROM said AS later
            WHERE later.article_id = said.article_id AND later.version = versions.next
                AND plain(later.content) = plain(said.content)
                AND later.source_text IS NOT DISTINCT FROM said.source_text
        )
    )
    UNION ALL
    SELECT article_id, version, next, 'new', source, content, claim_id
    FROM (
        SELECT said.* EXCLUDE (version), versions.version, versions.next
        FROM versions
        JOIN said ON said.article_id = versions.article_id AND said.version = versions.next
        WHERE NOT EXISTS (
            FROM said AS earlier
            WHERE earlier.article_id = said.article_id AND earlier.version = versions.version
                AND plain(earlier.content) = plain(said.content)
                AND earlier.source_text IS NOT DISTINCT FROM said.source_text
        )
    )
    ORDER BY article_id, version, change, content;
COMMENT ON MACRO TABLE changed_claims IS
'What was new and what was gone from one version of an article (id or address) to the next.';
