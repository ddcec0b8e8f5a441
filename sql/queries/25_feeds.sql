-- Which feeds need a look?
SELECT health, outlet, status, answered, entries, missed
FROM feed_health();
