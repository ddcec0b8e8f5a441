-- Of which articles is the outlet or the date not said, and what speaks for the guess?
SELECT
    title,
    outlet,
    outlet_inferred,
    published_at,
    published_from,
    [c.field || ': ' || c.value || ' (' || c.origin || ')' FOR c IN candidates
        IF c.field IN ('outlet', 'published_at')] AS evidence
FROM articles
WHERE latest AND (outlet IS NULL OR published_at IS NULL)
ORDER BY title;
