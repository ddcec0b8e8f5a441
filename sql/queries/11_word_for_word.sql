-- Which words are quoted in more than one article?
SELECT one.content, one.outlet, other.outlet AS other_outlet, links.why
FROM links
JOIN claims AS one USING (claim_id)
JOIN claims AS other ON other.claim_id = links.other_id
WHERE relation = 'repeats' AND one.article_id <> other.article_id
ORDER BY links.score DESC, one.content, one.outlet
LIMIT 10;
