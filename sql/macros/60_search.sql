-- Search: articles and claims that have all words of a question, best first, with a snippet.
-- What is read is bounded, or a common word would have everything read: of articles the 20 that rank
-- first by the index of words alone, of claims those of the newest 500 articles in it.
CREATE OR REPLACE MACRO search_articles(q) AS TABLE
    WITH counted AS (
        SELECT slot, in_title, in_text
        FROM (
            SELECT
                slot,
                bit_or(term) AS found,
                count(*) FILTER (field = 'title') AS in_title,
                count(*) FILTER (field = 'text') AS in_text
            FROM slots_of_all(q)
            WHERE field <> 'names'
            GROUP BY slot
        )
        WHERE found = every_term(q)
        UNION ALL
        SELECT slot, hits(title, q), hits(text, q)
        FROM (
            FROM ledger.articles
            WHERE slot > last_indexed() OR every_term(q) = 0
            LIMIT 1000000000  -- a fence, as in claims_near
        )
        WHERE has(text, q) OR has(title, q)
    ),
    near AS (
        SELECT slot
        FROM counted
        JOIN ledger.articles USING (slot)
        WHERE latest
        ORDER BY 4 * least(3, in_title) + 10 * in_text / (50 + words) DESC, slot DESC
        LIMIT 20
    ),
    found AS MATERIALIZED (
        SELECT *, plain(text) AS plain_text
        FROM articles
        SEMI JOIN (SELECT unnest(often(slot)) AS slot FROM near) USING (slot)
    )
    SELECT
        round(
            4 * least(3, hits(title, q)) + 2 * least(3, hits(lead, q))
            + 10 * plain_hits(plain_text, q) / (50 + words), 2
        ) AS rank,
        coalesce(outlet, outlet_inferred) AS outlet,
        title,
        published_at,
        plain_snippet(text, plain_text, q) AS snippet,
        url,
        article_id
    FROM found
    WHERE plain_has(plain_text, q) OR has(title, q)
    ORDER BY rank DESC, published_at DESC, article_id;
COMMENT ON MACRO TABLE search_articles IS
'Latest versions of articles with all words in text or title, the best 20; title and lead count more.';

CREATE OR REPLACE MACRO search_claims(q) AS TABLE
    WITH newest AS (
        FROM (FROM slots_with(q) WHERE slot <= last_indexed() ORDER BY slot DESC LIMIT 500)
        UNION ALL
        SELECT slot FROM ledger.articles WHERE slot > last_indexed()
    )
    SELECT
        round(
            confidence * (
                2 * least(3, hits(content, q))
                + least(3, hits(source, q))
                + 100 / (100 + length(sentence))
            ), 2
        ) AS rank,
        source,
        stance,
        snippet(sentence, q) AS snippet,
        outlet,
        day,
        claim_id,
        url
    FROM claims
    SEMI JOIN (SELECT unnest(eight(slot)) AS slot FROM newest) USING (slot)  -- as in claims_with
    WHERE
        latest
        AND near(
            slot, has(sentence, q) OR has(concat_ws(' ', content, source_name, source_org), q)
        )
    ORDER BY rank DESC, day DESC, claim_id;
COMMENT ON MACRO TABLE search_claims IS
'Claims with all words in sentence, content or source, of the newest 500 articles that have them.';
