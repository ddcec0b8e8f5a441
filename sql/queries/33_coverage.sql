-- What did each outlet publish on 18 October 2024, and which were silent?
SELECT outlet, articles, words, claims, sources, anonymous
FROM coverage('2024-10-18');
