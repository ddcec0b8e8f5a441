-- Words: how questions are compared with texts. Case, accents and kinds of quotes do not matter; a
-- word of the question must begin a word of the text, so `troop` finds `troops`, `ore` no `Korea`.
-- Nearly every row is thrown out by one `contains` over lower case, which costs 0.6 µs; `translate`
-- costs 3.4 µs and a regular expression made per row 1 ms, so they only see what is left.
-- A question is a constant, and so are its words: they are worked out once, while DuckDB plans.
CREATE OR REPLACE MACRO bare(t) AS lower(strip_accents(t));
COMMENT ON MACRO bare IS 'A text in lower case without accents.';

CREATE OR REPLACE MACRO plain(t) AS
    ' ' || translate(bare(t), E'"\'([{-–—/«‘’“”…\n\t', '                 ');
COMMENT ON MACRO plain IS
'A text in lower case without accents, a space before each of its words.';

CREATE OR REPLACE MACRO terms(q) AS
    list_filter(
        list_transform(string_split(plain(q), ' '), lambda word: rtrim(word, '.,;:!?)]}»')),
        lambda word: word <> ''
    );
COMMENT ON MACRO terms IS 'The words of a question, plain.';

CREATE OR REPLACE MACRO plain_has(p, q) AS
    len(list_filter(terms(q), lambda word: NOT contains(p, ' ' || word))) = 0;
COMMENT ON MACRO plain_has IS 'As has, of a text that is plain already.';

CREATE OR REPLACE MACRO has(t, q) AS
    CASE WHEN contains(bare(t), coalesce(terms(q)[1], '')) THEN plain_has(plain(t), q) ELSE false END;
COMMENT ON MACRO has IS 'Whether a text has all words of a question.';

CREATE OR REPLACE MACRO any_word(q) AS
    array_to_string(list_transform(terms(q), lambda word: regexp_escape(word)), '|');
COMMENT ON MACRO any_word IS 'A regular expression for any word of a question.';

CREATE OR REPLACE MACRO plain_hits(p, q) AS
    coalesce(len(regexp_extract_all(p, ' (?:' || any_word(q) || ')')), 0);
COMMENT ON MACRO plain_hits IS 'As hits, of a text that is plain already.';

CREATE OR REPLACE MACRO hits(t, q) AS plain_hits(plain(t), q);
COMMENT ON MACRO hits IS 'How often words of a question begin a word of a text.';

CREATE OR REPLACE MACRO plain_snippet(t, p, q) AS
    regexp_replace(
        substr(t, greatest(1, strpos(p, ' ' || coalesce(terms(q)[1], '')) - 60), 180),
        '(?i)(^|[\s"''(\[{–—/«‘“-])(' || any_word(q) || ')',
        '\1[\2]',
        'g'
    );
COMMENT ON MACRO plain_snippet IS 'As snippet, of a text that is plain already.';

CREATE OR REPLACE MACRO snippet(t, q) AS plain_snippet(t, plain(t), q);
COMMENT ON MACRO snippet IS 'The 180 characters around the first word, found words in brackets.';
