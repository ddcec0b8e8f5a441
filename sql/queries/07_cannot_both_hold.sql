-- Which claims cannot both hold?
SELECT day, source, content, other_day, other_source, other_content, why
FROM disputed('')
LIMIT 10;
