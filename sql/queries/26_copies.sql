-- Which articles are copies of one text, and where does it come from?
SELECT story_id, outlet, title, published_at, origin, is_copy
FROM stories
WHERE articles > 1
ORDER BY story_id, place;
