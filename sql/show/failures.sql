-- What could not be taken, by stage and kind
SELECT stage, error, count(*) AS n, any_value(message) AS example FROM failures GROUP BY ALL;
