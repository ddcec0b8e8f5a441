-- What could not be taken, by stage and kind
SELECT stage, error, count(*) AS failures, max(failed_at) AS latest, any_value(message) AS example
FROM failures
GROUP BY ALL
ORDER BY failures DESC
LIMIT 10;
