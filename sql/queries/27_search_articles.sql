-- Which articles are about nuclear weapons?
SELECT rank, outlet, title, snippet
FROM search_articles('nuclear');
