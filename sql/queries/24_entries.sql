-- How far did everything come that the feeds listed?
SELECT state, count(*) AS entries
FROM entries
GROUP BY state
ORDER BY entries DESC, state;
