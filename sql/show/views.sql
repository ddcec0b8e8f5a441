-- The views to ask, each with what it tells
SELECT view_name AS view, comment FROM duckdb_views() WHERE NOT internal ORDER BY view_name;
