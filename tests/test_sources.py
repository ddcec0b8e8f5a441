"""Who stands behind each attribution, resolved within the article; and who carried it."""

import pytest
import spacy
from builders import an_article
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.records import Source, Span
from pipeline.stages.extract.attribution import Attribution
from pipeline.stages.extract.sources import resolve
from pipeline.stages.extract.sources.mentions import mention
from pipeline.stages.extract.sources.party import Party
from pipeline.stages.extract.via import via

NLP = spacy.blank("en")


def attribution(text, source, cue, content, **fields):
    """Build an attribution from words of the text; `#2` takes the second place they stand at."""

    def span(words):
        words, _, number = words.partition("#")
        at = -1
        for _ in range(int(number or 1)):
            at = text.index(words, at + 1)
        return Span(start=at, end=at + len(words))

    return Attribution(
        source=span(source) if source else None,
        cue=span(cue) if cue else None,
        content=(span(content),),
        **fields,
    )


def resolved(text, *rows):
    made = [attribution(text, *row) if isinstance(row, tuple) else row for row in rows]
    return resolve(NLP(text), made, an_article(text=text))


def names(text, *rows):
    return [[source.name for source in sources] for sources in resolved(text, *rows)]


@pytest.mark.parametrize(
    ("words", "name", "role", "organization", "country"),
    [
        (
            "U.S. National Security Council spokesperson John Kirby",
            "John Kirby", "spokesperson", "U.S. National Security Council", "United States",
        ),
        (
            "Beijing's Foreign Ministry spokesperson Lin Jian",
            "Lin Jian", "spokesperson", "Foreign Ministry", "China",
        ),
        ("NATO chief Mark Rutte", "Mark Rutte", "chief", "NATO", None),
        ("The Nato secretary general, Mark Rutte", "Mark Rutte", "secretary general", "Nato", None),
        (
            "Andriy Kovalenko, the head of the Center for Countering Disinformation",
            "Andriy Kovalenko", "head", "Center for Countering Disinformation", None,
        ),
        ("Sir Hugh Pennefather KC", "Hugh Pennefather", None, None, None),
        (
            "South Korean President Yoon Suk Yeol",
            "Yoon Suk Yeol", "President", None, "South Korea",
        ),
    ],
)  # fmt: skip
def test_a_name_carries_no_title_and_the_rest_is_told_apart(
    words, name, role, organization, country
):
    told = mention(words)
    assert (told.name, told.role) == (name, role)
    assert (told.organization, told.country) == (organization, country)
    assert told.type == "person"


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Seoul", "government"),
        ("the Kremlin", "government"),
        ("The interior ministry", "government"),
        ("South Korea’s intelligence agency", "agency"),
        ("the police", "agency"),
        ("Aldersee Bank", "organization"),
        ("South Korean media", "outlet"),
        ("the Russian news agency RIA Novosti", "outlet"),
        ("Video footage", "document"),
        ("The study", "document"),
        ("most economists", "group"),
        ("residents of Dolna", "group"),
        ("a military intelligence source", "anonymous"),
        ("Two people briefed on the talks", "anonymous"),
        ("a Western official", "anonymous"),
    ],
)
def test_the_kind_of_a_source_is_told_by_its_words(words, kind):
    assert mention(words).type == kind


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Orlov's leadership of the", "Orlov's leadership"),
        ("is a serial liar", None),
        ("It is the right", None),
        ("This Is Money", "This Is Money"),
    ],
)
def test_a_name_does_not_break_off_and_is_no_clause(words, name):
    assert Party(name=words, type=None).source().name == name


def test_a_surname_and_a_pronoun_are_the_person_named_in_full():
    text = "Mayor Ann Lee said no. Lee added why. “Never,” she said."
    assert (
        names(
            text,
            ("Mayor Ann Lee", "said", "no"),
            ("Lee#2", "added", "why"),
            ("she", "said#2", "Never"),
        )
        == [["Ann Lee"]] * 3
    )


def test_a_title_is_the_person_who_holds_it():
    text = "Foreign Minister Bo Ek said no. The minister said why."
    assert (
        names(text, ("Foreign Minister Bo Ek", "said", "no"), ("The minister", "said#2", "why"))
        == [["Bo Ek"]] * 2
    )


def test_a_title_is_the_person_named_in_the_text_though_no_source():
    text = "The spokesperson Lin Jian met the press. The spokesperson said no."
    assert names(text, ("The spokesperson#2", "said", "no")) == [["Lin Jian"]]


def test_a_misspelt_repeat_is_the_same_person():
    text = "Spokesperson Lin Jian said no. Jin said why."
    assert names(
        text, ("Spokesperson Lin Jian", "said", "no"), ("Jin", "said#2", "why")
    ) == [["Lin Jian"]] * 2  # fmt: skip


def test_an_agency_under_four_names_is_one():
    text = (
        "South Korea’s intelligence agency said a. The National Intelligence Service (NIS) said b. "
        "NIS said c. The agency said d. The spy agency said e."
    )
    rows = [
        ("South Korea’s intelligence agency", "said", "a."),
        ("The National Intelligence Service (NIS)", "said#2", "b."),
        ("NIS#2", "said#3", "c."),
        ("The agency", "said#4", "d."),
        ("The spy agency", "said#5", "e."),
    ]
    found = resolved(text, *rows)
    assert {sources[0].name for sources in found} == {"National Intelligence Service"}
    assert found[-1][0].country == "South Korea"


def test_a_capital_is_the_government_of_its_country():
    text = "Troops have arrived, says Seoul."
    (source,) = resolved(text, ("Seoul", "says", "Troops have arrived"))[0]
    assert (source.name, source.type) == ("South Korea", "government")


def test_brussels_speaks_for_the_union_and_moscow_for_russia():
    text = "Brussels said no. Moscow said yes."
    found = names(text, ("Brussels", "said", "no"), ("Moscow", "said#2", "yes"))
    assert found == [["European Union"], ["Russia"]]


def test_given_names_tell_he_from_she():
    text = "Maria Lopez said no. Stefan Krause said yes. “Wait,” she added. “Go,” he added."
    rows = [("Maria Lopez", "said", "no"), ("Stefan Krause", "said#2", "yes")]
    pronouns = [("she", "added", "Wait"), ("he", "added#2", "Go")]
    assert names(text, *rows, *pronouns)[2:] == [["Maria Lopez"], ["Stefan Krause"]]


def test_full_names_that_share_a_surname_are_two_people():
    text = "Kim Jong-un left early. Kim Yo-jong stayed on."
    found = names(text, ("Kim Jong-un", "left", "early"), ("Kim Yo-jong", "stayed", "on"))
    assert found == [["Kim Jong-un"], ["Kim Yo-jong"]]


def test_a_spokeswoman_without_a_body_speaks_for_the_one_named_before():
    text = "The coastguard said no. “Wait,” a spokeswoman said."
    rows = [("The coastguard", "said", "no"), ("a spokeswoman", "said#2", "Wait")]
    assert names(text, *rows)[1] == ["coastguard spokeswoman"]


def test_who_belongs_to_a_club_is_named_without_it():
    read = mention("Bea Lindqvist of the anglers’ club")
    assert (read.name, read.type) == ("Bea Lindqvist", "person")
    assert mention("the official Central News Agency").type == "outlet"


def test_a_description_finds_the_body_that_is_known_by_it():
    text = "Nato met on Monday. The alliance said so."
    assert names(text, ("The alliance", "said", "so")) == [["Nato"]]
    text = "The EU opened an inquiry. The bloc said so."
    assert names(text, ("The bloc", "said", "so")) == [["European Union"]]


def test_the_country_of_a_president_is_the_one_presided_over():
    text = "Ukraine’s president, Ann Lee, said his country had reports that it rained."
    outer = ("Ukraine’s president, Ann Lee", "said", "his country had reports that it rained")
    inner = attribution(text, "his country", "had reports", "that it rained", nested_in=0)
    assert names(text, outer, inner) == [["Ann Lee"], ["Ukraine"]]


def test_a_people_behind_a_name_is_no_part_of_it():
    text = "U.S. spokesperson John Kirby North Korean troops are near. “So,” Kirby said."
    assert names(text, ("Kirby#2", "said", "So")) == [["John Kirby"]]


def test_the_office_before_a_name_is_learnt_though_it_is_no_source():
    text = "Beijing's Foreign Ministry spokesperson Lin Jian came. Lin said so."
    (source,) = resolved(text, ("Lin#2", "said", "so"))[0]
    assert (source.name, source.organization) == ("Lin Jian", "Foreign Ministry")


def test_a_capital_that_only_opens_the_sentence_is_no_part_of_a_name():
    text = "Pilots said no. Residents of Dolna said why. Western diplomats said more."
    rows = [
        ("Pilots", "said", "no"),
        ("Residents of Dolna", "said#2", "why"),
        ("Western diplomats", "said#3", "more"),
    ]
    assert names(text, *rows) == [["pilots"], ["residents of Dolna"], ["Western diplomats"]]


def test_names_have_straight_apostrophes_whatever_the_text_prints():
    text = "Vlasca’s coast guard said no."
    assert names(text, ("Vlasca’s coast guard", "said", "no")) == [["Vlasca's coast guard"]]


def test_who_is_named_in_a_quotation_is_not_the_one_who_says_it():
    text = "Ann Lee said no. “There was only Mr Bo Ek,” she said. “He knew. Ek knew,” she said."
    rows = [("Ann Lee", "said", "no"), ("she", "said#2", "There was only Mr Bo Ek")]
    assert names(text, *rows)[1] == ["Ann Lee"]


def test_he_in_a_quotation_is_another_than_who_speaks():
    text = "Bo Ek said no. “He asked for tea,” Carl Ohm said."
    first, outer = ("Bo Ek", "said", "no"), ("Carl Ohm", "said#2", "He asked for tea")
    inner = attribution(text, "He", "asked", "for tea", nested_in=1)
    assert names(text, first, outer, inner)[2] == ["Bo Ek"]


def test_we_of_a_minister_is_the_state_and_of_an_officer_the_company():
    text = (
        "“We want peace,” said Norway’s foreign minister, Bo Ek. Hollin Foods Inc. said it grew. "
        "“We hope so,” its chief executive, Ann Lee, said."
    )
    rows = [
        ("Norway’s foreign minister, Bo Ek", "said", "We want peace"),
        attribution(text, "We", "want", "peace", nested_in=0),
        ("Hollin Foods Inc.", "said#2", "it grew"),
        ("its chief executive, Ann Lee", "said#3", "We hope so"),
        attribution(text, "We#2", "hope", "so", nested_in=3),
    ]
    found = names(text, *rows)
    assert (found[1], found[4]) == (["Norway"], ["Hollin Foods"])


@pytest.mark.parametrize(
    ("text", "source", "name"),
    [
        ("Ann Lee, 58, lost. The 58-year-old said no.", "The 58-year-old", "Ann Lee"),
        ("Aldersee Bank lost money. The lender said no.", "The lender", "Aldersee Bank"),
        ("Hollin Foods Inc. lost. The Oslo-based firm said no.", "The Oslo-based firm",
         "Hollin Foods"),
        ("A plan exists, the county commissioner said no. Commissioner Bo Ek said why.",
         "the county commissioner", "Bo Ek"),
        ("Anadol’s foreign minister said no. The minister, Bo Ek, said why.",
         "Anadol’s foreign minister", "Bo Ek"),
        ("A spokesperson for the governor said no. The spokesperson, Jed Culver, said why.",
         "A spokesperson for the governor", "Jed Culver"),
        ("Drivers will strike, their union said no. The Union of Train Crew (UTC) said why.",
         "their union", "Union of Train Crew"),
        ("El Litoral and the newspaper El Faro wrote. The newspaper said no.", "The newspaper",
         "El Faro"),
        ("The CDC came. The Centers for Disease Control and Prevention left. The CDC said no.",
         "The CDC#2", "Centers for Disease Control and Prevention"),
        ("The judge said no.", "The judge", "judge"),
        ("Ann Lee lost. The minister said no.", "The minister", "minister"),
    ],
)  # fmt: skip
def test_a_description_is_the_one_the_text_names(text, source, name):
    assert names(text, (source, "said", "no")) == [[name]]


@pytest.mark.parametrize("words", ["The striker", "The Finn", "the 30-year-old"])
def test_a_word_said_in_passing_is_the_person_who_spoke_last(words):
    text = f"Ann Lee, the captain, said so. {words} said no."
    rows = [("Ann Lee, the captain", "said", "so"), (words, "said#2", "no")]
    assert names(text, *rows) == [["Ann Lee"]] * 2


def test_whose_manager_somebody_is_tells_that_he_is_not_the_manager():
    text = "Bo Ek said so. His team manager said no."
    rows = [("Bo Ek", "said", "so"), ("His team manager", "said#2", "no")]
    assert names(text, *rows)[1] == ["Bo Ek's team manager"]


def test_what_stands_in_a_quotation_is_read_as_of_its_place_though_its_speaker_follows():
    text = "Ann Lee said so. Her doctor told her it was safe, she said. “Why?” Eva Ek said."
    rows = [
        ("Ann Lee", "said", "so"),
        ("she", "said#2", "Her doctor told her it was safe"),
        attribution(text, "Her doctor", "told", "it was safe", nested_in=1),
        ("Eva Ek", "said#3", "Why?"),
    ]
    assert names(text, *rows)[2] == ["Ann Lee's doctor"]


def test_a_company_spokeswoman_speaks_for_the_company_named():
    text = "Pantrie Inc. cut jobs. A company spokeswoman said so."
    assert names(text, ("A company spokeswoman", "said", "so")) == [["Pantrie spokeswoman"]]


def test_a_source_cut_at_its_hyphen_or_with_a_word_before_it_is_the_same():
    text = "Rebecca Stolz-Hernandez said so. Stolz-Hernandez said no."
    assert names(text, ("Rebecca Stolz-Hernandez", "said", "so"), ("Hernandez#2", "said#2", "no"))[
        1
    ] == ["Rebecca Stolz-Hernandez"]
    assert mention("to two brokers in London").text == "brokers in London"


def test_two_who_share_a_surname_are_told_apart_by_title_and_office():
    text = (
        "Adrian Fawcett denied it. Helena Fawcett wept. Mr Fawcett said no. Mrs Fawcett said why. "
        "President Oleksa Hryn left. Governor Serhii Hryn came. Governor Hryn said so."
    )
    rows = [
        ("Mr Fawcett", "said", "no"),
        ("Mrs Fawcett", "said#2", "why"),
        ("Governor Hryn", "said#3", "so"),
    ]
    assert names(text, *rows) == [["Adrian Fawcett"], ["Helena Fawcett"], ["Serhii Hryn"]]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Halloran Foods Inc.", "Halloran Foods"),
        ("Anglia Connect plc, which runs both routes", "Anglia Connect"),
        ("Nadia Okonjo-Bright KC, for the Crown", "Nadia Okonjo-Bright"),
        ("Analyst Bram de Wit of Lowland Bank", "Bram de Wit"),
        ("The publisher, Marchmont & Daughter", "Marchmont & Daughter"),
        ("The Sunday Ledger", "The Sunday Ledger"),
        ("The Courier", "The Courier"),
        ("Ann Lee herself", "Ann Lee"),
        ("Amrullah Saleh the head of the Security Directorate", "Amrullah Saleh"),
        ("The contractor, Beamline Inc.", "Beamline"),
        ("the Linford Gazette", "Linford Gazette"),
    ],
)
def test_a_name_is_bare_of_legal_forms_and_what_stands_around_it(words, name):
    assert mention(words).name == name


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("one grain broker in Anadol, who smiled", "grain broker in Anadol"),
        ("two bankers in the capital", "bankers in the capital"),
        ("a post on a forum by two men", "post"),
        ("A spokesman for the rebel Northern Front", "Northern Front spokesman"),
        ("A spokesperson for the governor", "spokesperson for the governor"),
        ("The 60-page document", "60-page document"),
        ("Fifty-five delegates from the settlements", "delegates from the settlements"),
        ("a lot of the crews", "crews"),
        ("No 10 sources", "No 10 sources"),
        ("No 11", "No 11"),
    ],
)
def test_of_the_unnamed_the_place_and_body_they_belong_to_are_kept(words, kept):
    assert mention(words).text == kept


@pytest.mark.parametrize(
    ("words", "role", "body"),
    [
        ("No 10’s spokesman", "spokesman", "No 10"),
        ("Downing Street spokesman Tom Lee", "spokesman", "Downing Street"),
        ("Foreign Ministry spokesman Tom Lee", "spokesman", "Foreign Ministry"),
    ],
)
def test_a_house_is_a_body_by_its_whole_name(words, role, body):
    assert (mention(words).role, mention(words).organization) == (role, body)


def test_several_sources_are_several():
    text = "The U.S., Seoul and Kyiv all confirmed it."
    assert names(text, ("The U.S., Seoul and Kyiv", "confirmed", "it")) == [
        ["United States", "South Korea", "Ukraine"]
    ]


def test_a_speaker_within_a_quotation_is_the_one_quoted():
    text = "“We hope for peace,” said Ann Lee."
    outer = ("Ann Lee", "said", "We hope for peace")
    inner = attribution(text, "We", "hope", "for peace", nested_in=0)
    assert names(text, outer, inner) == [["Ann Lee"]] * 2


def test_one_who_goes_on_without_a_cue_is_the_one_before():
    text = "Ann Lee said no. They were taken to barracks."
    on = attribution(text, None, None, "They were taken to barracks", implicit=True)
    assert names(text, ("Ann Lee", "said", "no"), on) == [["Ann Lee"]] * 2


def test_what_cannot_be_traced_has_no_name():
    text = "It said no. He said why. Reportedly so."
    assert names(
        text, ("It", "said", "no"), ("He", "said#2", "why"), (None, "Reportedly", "so")
    ) == [[], [], []]  # fmt: skip


def test_the_anonymous_keep_what_is_known_of_them():
    text = "A military intelligence source said so."
    (source,) = resolved(text, ("A military intelligence source", "said", "so"))[0]
    assert source.name == "military intelligence source"
    assert source.anonymous


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "expected"),
    [
        ("He told the Kyiv Independent it rained.", "He", "told", "it rained", "Kyiv Independent"),
        ("“It rained,” he added, in comments reported by Reuters.", "he", "added", "It rained",
         "Reuters"),
        ("It rained, Ann said in an interview with the BBC.", "Ann", "said", "It rained", "BBC"),
        ("It rained, Ann said in an interview on Monday.", "Ann", "said", "It rained", None),
        ("It rained, the ministry said, according to Yonhap.", "ministry", "said", "It rained",
         None),
        ("Ann told reporters it rained.", "Ann", "told", "it rained", None),
        ("Ann told Parliament it rained.", "Ann", "told", "it rained", None),
        ("Ann wrote on Telegram that it rained.", "Ann", "wrote", "it rained", None),
        ("Ann told The Norwegian it rained.", "Ann", "told", "it rained", "The Norwegian"),
        ("Ann told the Norwegian it rained.", "Ann", "told", "it rained", None),
        ("Ann shared with Dolna.com that it rained.", "Ann", "shared", "it rained", "Dolna.com"),
        ("Ann declined to comment on it to Reuters.", "Ann", "declined to comment on", "it",
         "Reuters"),
        ("Ann spoke with Volta and said it rained.", "Ann", "said", "it rained", None),
        ("Ann told MSNBC Bo was right.", "Ann", "told", "was right", "MSNBC"),
        ("Ann, contributor to Slate, said it rained.", "Ann, contributor to Slate", "said",
         "it rained", None),
        ("Ann said it rained, to annoy VOA reporters.", "Ann", "said", "it rained", None),
        ("It rained, Ann said via news agency Interfax.", "Ann", "said", "It rained", "Interfax"),
        ("South Korean media said, citing friends, that it rained.", "friends", "citing",
         "it rained", "South Korean media"),
    ],
)  # fmt: skip
def test_who_carried_a_claim_is_told_if_the_sentence_says_so(text, source, cue, content, expected):
    assert via(NLP(text), attribution(text, source, cue, content)) == expected


def test_who_cites_carries_what_is_cited_and_what_carries_the_outer_carries_its_own_words():
    text = "“We hope,” Ann said, in comments reported by Reuters, citing a friend that it rained."
    hope = attribution(text, "We", "hope", "We hope", nested_in=0)
    assert via(NLP(text), hope) == "Reuters"
    cited = attribution(text, "a friend", "citing", "it rained", nested_in=0)
    ann = Source(name="Ann Lee", role=None, organization=None, country=None, type="person")
    assert via(NLP(text), cited, (ann,)) == "Ann Lee"
    told = attribution(text, "a friend", "said", "it rained", nested_in=0)
    assert via(NLP(text), told, (ann,)) is None


@example("young Americans")
@given(st.text(alphabet="The Ann’s Lee, (NIS) of and spokesman K. 3 “”\n", max_size=60))
def test_any_words_can_be_read_as_a_source(words):
    assert mention(words) is not None


def test_a_country_in_a_persons_name_is_not_theirs():
    text = "Chad Hawk, vice president of PMG, said so."
    (source,) = resolved(text, ("Chad Hawk, vice president of PMG", "said", "so"))[0]
    assert (source.name, source.country) == ("Chad Hawk", None)


def test_a_new_sentence_behind_an_abbreviation_is_no_part_of_a_name():
    text = "Tom Lee said no to the U.S. He said so."
    assert names(text, ("Tom Lee", "said", "no"), ("He", "said#2", "so")) == [["Tom Lee"]] * 2


def test_an_office_with_its_country_is_nobody_whose_country_is_untold_among_several():
    text = (
        "President Bo Ek built the dam. President Ann Lee closed it. "
        "The president of Norway said it leaks."
    )
    assert names(text, ("The president of Norway", "said", "it leaks")) == [["president of Norway"]]


def test_his_supporters_are_not_those_told_of_before():
    text = "Several supporters came. Bo Ek said it was late. His supporters said it was early."
    rows = (("Bo Ek", "said", "it was late"), ("His supporters", "said", "it was early"))
    assert names(text, *rows) == [["Bo Ek"], ["Bo Ek's supporters"]]


def test_the_media_and_the_campaign_are_no_body_named_before():
    text = "The Tide Party met. The media said it rained. The campaign said it snowed."
    rows = (("The media", "said", "it rained"), ("The campaign", "said", "it snowed"))
    assert names(text, *rows) == [["media"], ["campaign"]]


def test_who_holds_an_office_has_the_name_that_the_source_was_cut_before():
    text = "According to the Dolna mayor, Ann Lee, during the weekend the dam broke."
    row = ("the Dolna mayor", "According to", "during the weekend the dam broke")
    assert names(text, row) == [["Ann Lee"]]


def test_a_day_is_nobody():
    text = "According to a March 14 release, the dam broke."
    assert names(text, ("a March 14", "According to", "the dam broke")) == [[]]


def test_the_health_agency_in_capitals_is_no_relative_pronoun():
    assert names("The WHO said it rained.", ("The WHO", "said", "it rained")) == [["WHO"]]


def test_officials_of_whom_more_is_told_are_none_told_of_before():
    text = "Volta officials met. Officials close to the talks said it rained."
    row = ("Officials close to the talks", "said", "it rained")
    assert names(text, row) == [["officials close to the talks"]]


def test_a_government_and_a_body_or_two_people_with_offices_are_two():
    text = (
        "Egypt's government and the Ice Council said President Ann Lee and new Tide chief Bo Ek "
        "agreed it rained."
    )
    rows = (
        ("Egypt's government and the Ice Council", "said", "agreed it rained"),
        ("President Ann Lee and new Tide chief Bo Ek", "agreed", "it rained"),
    )
    assert names(text, *rows) == [["Egypt's government", "Ice Council"], ["Ann Lee", "Bo Ek"]]


def test_officials_from_a_body_are_not_what_its_letters_stand_for():
    text = "Officials from the Fish Bureau of Ireland said it rained. The FBI said it snowed."
    rows = (
        ("Officials from the Fish Bureau of Ireland", "said", "it rained"),
        ("The FBI", "said", "it snowed"),
    )
    assert names(text, *rows)[1] != ["officials from the Fish Bureau of Ireland"]
