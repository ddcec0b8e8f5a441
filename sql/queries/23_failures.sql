-- What could not be taken, where and why?
SELECT stage, error, count(*) AS times, any_value(message) AS example
FROM failures
GROUP BY stage, error
ORDER BY times DESC, stage, error;
