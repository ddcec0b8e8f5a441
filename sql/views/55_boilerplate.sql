-- Boilerplate: lines that the articles of a host repeat and that are taken out of them, by lesson.
CREATE OR REPLACE VIEW boilerplate AS
SELECT
    host,
    line,
    pages,
    days,
    of_pages,
    first_seen,
    last_seen,
    learned_at,
    learned_at = max(learned_at) OVER (PARTITION BY host) AS latest,
    lesson
FROM ledger.boilerplate;

COMMENT ON VIEW boilerplate IS 'Lines that the articles of a host repeat and that are taken out of them, by lesson.';
COMMENT ON COLUMN boilerplate.host IS 'Whose articles, without www.';
COMMENT ON COLUMN boilerplate.line IS 'The line; null: from this lesson on there is none';
COMMENT ON COLUMN boilerplate.pages IS 'Stories that had it when it was learned';
COMMENT ON COLUMN boilerplate.days IS 'Days on which these came out';
COMMENT ON COLUMN boilerplate.of_pages IS 'Stories of the host that were looked at';
COMMENT ON COLUMN boilerplate.first_seen IS 'First fetch of a page with it, UTC';
COMMENT ON COLUMN boilerplate.last_seen IS 'Last fetch of a page with it, UTC';
COMMENT ON COLUMN boilerplate.learned_at IS 'Batches begun later are cleaned with this lesson, UTC';
COMMENT ON COLUMN boilerplate.latest IS 'It is of the latest lesson on its host';
COMMENT ON COLUMN boilerplate.lesson IS 'Stands behind the + in articles.cleaner_version of those cleaned with it';
