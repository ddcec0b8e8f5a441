"""A content is all that was said and nothing else; what only looks like saying is no claim."""

import pytest
from builders import an_article

from pipeline.edges.nlp import Language
from pipeline.records import Claim
from pipeline.stages.extract import extract

LANGUAGE = Language()


def read(text):
    """Return source, cue and content of each claim of a text."""
    article = an_article(text=text, language="en")
    claims = (claim for claim in extract(article, LANGUAGE.doc) if isinstance(claim, Claim))
    return [(claim.source_text, claim.cue, claim.content) for claim in claims]


def contents(text):
    return [content for _, _, content in read(text)]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("A clerk says over the past two weeks, nurses have left the ward.",
         "over the past two weeks, nurses have left the ward"),
        ("The clerk says in 36 towns, nurses have left the ward.",
         "in 36 towns, nurses have left the ward"),
        ("The city of Marn announced on Twitter the Road Office and the Rail Board were to act.",
         "the Road Office and the Rail Board were to act"),
        ("The bank said it trades with firms based in Oslo, the Faroe Islands and Riga.",
         "it trades with firms based in Oslo, the Faroe Islands and Riga"),
        ("The king also promised more money for the north if local bands stop fighting.",
         "more money for the north if local bands stop fighting"),
        ("The storm was forecast to reach the coast late on Monday.",
         "The storm … to reach the coast late on Monday"),
    ],
)  # fmt: skip
def test_a_content_is_not_cut_short(text, content):
    assert contents(text) == [content]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Spokesman Bo Ek said Thursday U.S. law bars the sale.", "U.S. law bars the sale"),
        ("The office said Friday, any further requests will have to wait.",
         "any further requests will have to wait"),
        ("The Lees indicated trouble staffing the inn, something the mayor saw.",
         "trouble staffing the inn"),
    ],
)  # fmt: skip
def test_a_content_leaves_out_the_day_it_was_said_and_what_the_writer_adds(text, content):
    assert contents(text) == [content]


@pytest.mark.parametrize(
    ("text", "sources", "found"),
    [
        ("The driver told reporters he lost control, with some newspapers claiming he slept.",
         ["The driver", "some newspapers"], ["he lost control", "he slept"]),
        ("The council criticised the plan to sell the pool, calling the price “a joke”.",
         ["The council", "The council"], ["the plan to sell the pool", "the price “a joke”"]),
        ("Early reports stated the fruit was a pear; a paper later reported it was a plum.",
         ["Early reports", "a paper"], ["the fruit was a pear", "it was a plum"]),
        ("Many saw it; according to police, one was hurt.", ["police"], ["one was hurt"]),
    ],
)  # fmt: skip
def test_what_another_says_or_says_next_is_a_claim_of_its_own(text, sources, found):
    claims = read(text)
    assert [source for source, _, _ in claims] == sources
    assert [content for _, _, content in claims] == found


def test_a_relative_clause_ends_before_the_verb_of_its_noun():
    text = "The officers who ordered that search claimed they were short of men."
    assert read(text)[-1] == (
        "The officers who ordered that search", "claimed", "they were short of men",
    )  # fmt: skip
    assert contents("Ann Lee, who saw the crash, said “I do not know what he did there.”") == [
        "I do not know what he did there."
    ]


def test_a_quotation_ends_before_what_another_is_said_to_have_done():
    text = "Bo Ek called it “a great day,” while Ann Lee noted its “warmth and wit”."
    assert read(text)[0] == ("Bo Ek", "called", "it “a great day,”")


def test_a_quotation_in_a_quotation_is_whole():
    text = "“I have always said, ‘No matter what happens, if I fall, I will get up.’”"
    assert "No matter what happens, if I fall, I will get up" in contents(f"{text} she said.")


@pytest.mark.parametrize(
    "text",
    [
        "If flights go according to schedule, the module will arrive in May.",
        "Each is paid according to their ability.",
        "According to you, what is the meaning of it?",
        "The president called the heads of the banks to the palace for talks on Friday.",
        "The senator endorsed the former mayor for president.",
        "Bo Ek answered some questions about his work from a reporter.",
        "He leads the case against people accused of backing the coup.",
        "She assumed the leadership and the party chose Ek as its deputy.",
        "The mayor tweeted about the riots that followed the death of a man in Dolna.",
        "The police identified the owner of the car.",
        "The government has begun establishing six parks in the north.",
        "The state is encouraging the growth of the private sector.",
        "The Senate met before confirming him.",
    ],
)
def test_what_is_done_and_not_said_is_no_claim(text):
    assert read(text) == []


def test_who_is_cited_before_the_cue_stands_within_what_is_written():
    article = an_article(
        text="The Harbour Post, citing an engineer, writes that the pier will be sold.",
        language="en",
    )
    cited, paper = (claim for claim in extract(article, LANGUAGE.doc) if isinstance(claim, Claim))
    assert (cited.cue, cited.source_text) == ("citing", "an engineer")
    assert cited.nested_in == paper.id


def test_a_question_within_a_quotation_is_found():
    text = "“The nurse asked me if I could walk and nobody spoke,” she said."
    assert ("The nurse", "asked", "if I could walk and nobody spoke") in read(text)


def test_who_is_told_is_no_part_of_what_is_told():
    text = "In an interview, he told Radio Marn presenter Ada Holm the party would show its will."
    assert contents(text) == ["the party would show its will"]


def test_what_a_speaker_does_besides_is_no_part_of_what_is_said():
    text = "Calling it a “culture of fear” the bishop said “We need to pray so that it ends.”"
    assert contents(text)[-1] == "We need to pray so that it ends."
    text = "She said the pleas might bring “some peace,” but would not answer questions on them."
    assert contents(text)[0] == "the pleas might bring “some peace,”"


def test_a_quotation_behind_a_sentence_on_another_is_not_given_to_who_spoke_before():
    spoke = "“We made a few silly mistakes,” Ann Lee said."
    assert len(read(f"{spoke}\n\nTwo cards left Ingram cold. “One of them was not a foul.”")) == 1
    assert len(read(f"{spoke}\n\nShe walked off. “One of them was not a foul at all.”")) == 2


def test_a_name_is_not_cut_where_a_word_of_it_looks_like_a_verb():
    assert read("The United States Navy confirmed the discovery.")[0][0] == "The United States Navy"


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Police gave no list of the 38 countries they said were involved.",
         ("they", "said", "the 38 countries … were involved")),
        ("A court heard a man who allegedly led a gang with his brother.",
         (None, "allegedly", "a man … led a gang with his brother")),
        ("Rosneft Thursday said the statement does not correspond with reality.",
         ("Rosneft", "said", "the statement does not correspond with reality")),
        ("It began after two groups claiming credit for the attack said they also set the fire.",
         ("two groups", "said", "they also set the fire")),
        ("Rep. Ann Lee called on President Bo Ek to retaliate against Norway for the vote.",
         ("Rep. Ann Lee", "called on", "President Bo Ek to retaliate against Norway for the vote")),
        ("A prosecutor has charged a retired clerk with spying for Norway.",
         ("A prosecutor", "has charged", "a retired clerk with spying for Norway")),
        ("But analysts predict that no party will win, and that a pact of two will rule.",
         ("analysts", "predict", "that no party will win, and that a pact of two will rule")),
        ("His family gave no cause, but, according to his agent, Bo Ek had been ill.",
         ("his agent", "according to", "Bo Ek had been ill")),
        ("Indeed, Radio Marn reported, only houses by the quay were without water.",
         ("Radio Marn", "reported", "only houses by the quay were without water")),
        ("The mayor is encouraging residents to visit the polls.",
         ("The mayor", "is encouraging", "residents to visit the polls")),
    ],
)  # fmt: skip
def test_source_and_content_are_those_of_the_sentence(text, claim):
    assert claim in read(text)


@pytest.mark.parametrize(
    "text",
    [
        "While many deals in Africa occur in euros, the union announced a payment system.",
        "Her show drew criticism for its length.",
        "The court ruled on the appeal of that decision.",
        "The station showed the video on Friday as part of a film about the plant.",
        "The office has certified the list of voters ahead of the elections.",
        "Reports circulating in the city are many.",
    ],
)
def test_what_is_done_got_or_shown_is_no_claim(text):
    assert read(text) == []


def test_fears_that_something_eases_are_not_its_own():
    text = "The rebels agreed to hold talks, easing fears that the land may slide into war."
    assert "fears" not in {cue.split()[-1] for source, cue, _ in read(text) if source}


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Norland, Sulland, and Westland said on Monday they would send ships.",
         "Norland, Sulland, and Westland"),
        ("The harbour board, the customs office, and the fire service said the port would be shut.",
         "The harbour board, the customs office, and the fire service"),
        ("According to Norway, Sweden, and Finland, ships will sail.",
         "Norway, Sweden, and Finland"),
        ("According to Ann Lee, the mayor's former aide, the mayor fell ill in May.",
         "Ann Lee, the mayor's former aide"),
        ("According to the Bergen Institute late today, 290 patients have recovered.",
         "the Bergen Institute"),
        ("Many left, such as former governor Bo Ek, who denounced the plan as a farce.",
         "former governor Bo Ek"),
        ("The vote was described by Lee as historic, saying he would leave in May.", "Lee"),
        ("“They are among the best,” said Ann Lee after the race.", "Ann Lee"),
    ],
)  # fmt: skip
def test_a_source_is_everybody_who_speaks_and_nobody_else(text, source):
    assert [who for who, _, _ in read(text)] == [source]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Lee blamed the plan to leave the team saying, “We had no choice but to go.”",
         ["the plan to leave the team", "We had no choice but to go."]),
        ("Most members felt the club led better talks than the board, agreeing it should be open.",
         ["the club led better talks than the board", "it should be open"]),
        ("Lee claimed there were “good people on both sides,” meaning the strikers and the guards.",
         ["there were “good people on both sides,”"]),
        ("The clinic said in a statement, Lee would be tested again.",
         ["Lee would be tested again"]),
        ("The bank said foreign money costs much, further saying, “It also reduces trade, too.”",
         ["foreign money costs much", "It also reduces trade, too."]),
        ("Bergen News reported, citing police data, more than ten ships were lost on Wednesday.",
         ["more than ten ships were lost on Wednesday"] * 2),
        ("Speaking about the film, the bishop Bo Ek said, “It moved me. We must act.”",
         ["It moved me. We must act."]),
    ],
)  # fmt: skip
def test_each_claim_has_its_own_words(text, found):
    assert contents(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "The law would remove people who had been accused of theft.",
        "What led you to the conclusion that the sea is rising?",
    ],
)
def test_nobody_claims_what_is_asked_for_or_whom_nobody_accuses(text):
    assert read(text) == []


def test_what_an_agent_told_stands_within_what_the_hearer_says():
    text = "He testified that he had been told by an aide that “the big man forgets no friends”."
    assert ("an aide", "had been told", "that “the big man forgets no friends”") in read(text)
