-- Search: articles and claims that have all words of a question, best first, with a snippet.
CREATE OR REPLACE MACRO search_articles(q) AS TABLE
    SELECT
        round(
            list_sum(list_transform(terms(q), lambda w:
                4 * least(1, times_in(coalesce(title, ''), w))
                + 2 * least(1, times_in(coalesce(lead, ''), w))
                + ln(1 + times_in(text, w)) / ln(10 + words)
            )), 2
        ) AS rank,
        coalesce(outlet, outlet_inferred) AS outlet,
        title,
        published_at,
        snippet(text, q) AS snippet,
        url,
        article_id
    FROM articles
    WHERE latest AND (has(text, q) OR has(title, q))
    ORDER BY rank DESC, published_at DESC, article_id;
COMMENT ON MACRO TABLE search_articles IS
'Latest versions of articles with all words in text or title; words in title and lead count more.';

CREATE OR REPLACE MACRO search_claims(q) AS TABLE
    SELECT
        round(
            list_sum(list_transform(terms(q), lambda w:
                2 * least(1, times_in(content, w))
                + least(1, times_in(coalesce(source_name, source_text, ''), w))
                + 1 / ln(10 + length(sentence))
            )) * confidence, 2
        ) AS rank,
        coalesce(source_name, source_text) AS source,
        stance,
        snippet(sentence, q) AS snippet,
        outlet,
        coalesce(said_on, published_at::DATE) AS day,
        claim_id,
        url
    FROM claims
    WHERE latest AND has(concat_ws(' ', sentence, source_name, source_org), q)
    ORDER BY rank DESC, day DESC, claim_id;
COMMENT ON MACRO TABLE search_claims IS
'Claims with all words in sentence or source; words in the content count more.';
