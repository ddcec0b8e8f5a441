-- Who first said 12,000?
SELECT place, source, first_at, outlet, content
FROM who_said_first('12,000');
