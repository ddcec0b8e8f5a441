-- Words: how questions are compared with texts. Case, accents and kinds of quotes do not matter; a
-- word of the question must begin a word of the text, so `troop` finds `troops`, `ore` no `Korea`.
-- Nearly every row is thrown out by one regular expression, which costs 0.7 µs whatever letters it meets;
-- accents taken off cost 5 µs where quotes are curly, `translate` 3.4, an expression made per row 1 ms. It may
-- let through too much and never too little: no letter is more than one when bare (a test asks all).
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

-- (Term by term: for the row or two that are left of a chunk a lambda took a fifth of a whole question,
-- 978 against 782 ms of CPU over 14 million claims.)
CREATE OR REPLACE MACRO plain_has_term(p, q, n) AS
    CASE WHEN terms(q)[n] IS NULL THEN true ELSE contains(p, ' ' || terms(q)[n]) END;
COMMENT ON MACRO plain_has_term IS 'Whether a text that is plain already has the nth word of a question, if any.';

CREATE OR REPLACE MACRO plain_has(p, q) AS
    plain_has_term(p, q, 1)
    AND plain_has_term(p, q, 2)
    AND plain_has_term(p, q, 3)
    AND plain_has_term(p, q, 4)
    AND CASE
        WHEN len(terms(q)) <= 4 THEN true
        ELSE len(list_filter(terms(q)[5:], lambda word: NOT contains(p, ' ' || word))) = 0
    END;
COMMENT ON MACRO plain_has IS 'As has, of a text that is plain already.';

CREATE OR REPLACE MACRO loose(q) AS
    coalesce(
        array_to_string(
            list_transform(
                string_split(terms(q)[1], ''),
                lambda letter: '(?:' || regexp_escape(letter) || '|[[:^ascii:]])[[:^ascii:]]*'
            ),
            ''
        ),
        ''
    );
COMMENT ON MACRO loose IS
'A regular expression for the first word of a question, where any letter beyond ASCII may be any letter or none.';

CREATE OR REPLACE MACRO has(t, q) AS
    CASE WHEN regexp_matches(t, loose(q), 'i') THEN plain_has(plain(t), q) ELSE false END;
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
