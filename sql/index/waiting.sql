-- The next articles that no segment holds.
SELECT slot FROM ledger.articles
WHERE slot > coalesce((SELECT max("last") FROM ledger.segments), 0)
ORDER BY slot LIMIT ?
