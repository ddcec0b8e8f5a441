-- What did John Kirby say?
SELECT day, cue, content, outlet
FROM said_by('Kirby');
