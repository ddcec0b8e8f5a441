-- Which articles are copies of one report?
SELECT story_id, outlet, title, published_at, place
FROM stories
WHERE articles > 1
ORDER BY story_id, place;
