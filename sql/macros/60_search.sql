-- Search: articles and claims that have all words of a question, best first, with a snippet.
-- What is ranked is bounded, or a common word would rank everything: 50 articles, those with the words
-- in their title and then the newest; the claims of the newest 500 articles.
CREATE OR REPLACE MACRO search_articles(q) AS TABLE
    WITH near AS (
        SELECT slot
        FROM ledger.articles
        SEMI JOIN slots_with(q) USING (slot)
        WHERE latest
        ORDER BY has(title, q) DESC, slot DESC
        LIMIT 50
    ),
    found AS MATERIALIZED (
        SELECT *, plain(text) AS plain_text FROM articles SEMI JOIN near USING (slot)
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
'Latest versions of articles with all words in text or title, at most 50; title and lead count more.';

CREATE OR REPLACE MACRO search_claims(q) AS TABLE
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
    FROM (
        SELECT *
        FROM claims
        SEMI JOIN (FROM slots_with(q) ORDER BY slot DESC LIMIT 500) USING (slot)
        LIMIT 1000000000
    )
    WHERE latest AND (has(sentence, q) OR has(concat_ws(' ', content, source_name, source_org), q))
    ORDER BY rank DESC, day DESC, claim_id;
COMMENT ON MACRO TABLE search_claims IS
'Claims with all words in sentence, content or source, of the newest 500 articles that have them.';
