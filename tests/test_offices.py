"""What the words of a source tell of somebody: name, office, body, country, kind."""

import pytest
import spacy
from builders import an_article

from pipeline.records import Span
from pipeline.stages.extract.attribution import Attribution
from pipeline.stages.extract.sources import resolve
from pipeline.stages.extract.sources.mentions import mention

NLP = spacy.blank("en")


def sources(text, *phrases):
    """Resolve the sources of claims whose cue is `said`, each given by its words."""
    made = []
    for phrase in phrases:
        words, _, number = phrase.partition("#")
        at = -1
        for _ in range(int(number or 1)):
            at = text.index(words, at + 1)
        cue = text.index("said", at)
        made.append(
            Attribution(
                source=Span(start=at, end=at + len(words)),
                cue=Span(start=cue, end=cue + 4),
                content=(Span(start=cue + 5, end=cue + 8),),
            )
        )
    return resolve(NLP(text), made, an_article(text=text))


@pytest.mark.parametrize(
    ("words", "role", "organization", "country"),
    [
        ("Former National Safety Council official Ann Lee", "former official",
         "National Safety Council", None),
        ("Last week State Department official Ann Lee", "official", "State Department", None),
        ("Like Volta head Ann Lee", "head", "Volta", None),
        ("South Korea's defence minister Ann Lee", "defence minister", None, "South Korea"),
        ("White House South Korea adviser Ann Lee", "adviser", "White House", "United States"),
        ("Volta Project Manager Ann Lee", "Project Manager", "Volta", None),
        ("Ann Lee, Volta’s new Chief Strategy Officer", "Chief Strategy Officer", "Volta", None),
        ("Ann Lee, chief financial officer of Volta", "chief financial officer", "Volta", None),
        ("Chief Justice Ann Lee", "Chief Justice", None, None),
        ("state Sen. Ann Lee", "state Senator", None, None),
        ("Attorney General Ann Lee", "Attorney General", None, None),
        ("Trade and Industry Minister Ann Lee", "Trade and Industry Minister", None, None),
        ("Police and Crime Commissioner Ann Lee", "Police and Crime Commissioner", None, None),
        ("minister of mines and energy Ann Lee", "minister of mines and energy", None, None),
        ("CEO Ann Lee in a news release", "CEO", None, None),
        ("radical Shiite cleric Ann Lee", "cleric", None, None),
        ("White House Norway adviser Ann Lee", "adviser", "White House", "United States"),
        ("Labour MP Ann Lee", "Labour MP", None, None),
        ("Datuk Seri Ann Lee", None, None, None),
        ("Silence of the Fens author Ann Lee", "author", None, None),
        ("mother of four Ann Lee", "mother of four", None, None),
        ("Lt. Gov. Ann Lee", "Lieutenant Governor", None, None),
        ("Volta University history professor Ann Lee", "history professor", "Volta University",
         None),
        ("Norway’s supreme leader Sheikh Ann Lee", "supreme leader", None, "Norway"),
        ("Civil Aviation Minister Ann Lee", "Civil Aviation Minister", None, None),
        ("Former US Ambassador to the United Nations Ann Lee", "former Ambassador",
         "United Nations", "United States"),
        ("Sund Centre for Health medical anthropologist Ann Lee", "medical anthropologist",
         "Sund Centre for Health", None),
        ("a Norwegian foreign ministry spokesman, Ann Lee", "spokesman", "foreign ministry",
         "Norway"),
        ("Dolna’s police chief Ann Lee", "chief", "Dolna police", None),
        ("Bo Ek's mother, Ann Lee", "mother", None, None),
        ("Sergeant Ann Lee of Norway’s Northern Command", "Sergeant", "Northern Command",
         "Norway"),
        ("a student named Ann Lee", "student", None, None),
        ("House of Commons Speaker Ann Lee", "Speaker", "House of Commons", None),
        ("Retired FBI agent and security specialist Ann Lee", "retired agent", "FBI", None),
        ("AU trade and industry commissioner Ann Lee", "trade and industry commissioner", "AU",
         None),
        ("First Minister of Scotland Ann Lee", "First Minister", None, "Scotland"),
        ("Former First Lady Ann Lee", "Former First Lady", None, None),
        ("Homeland Security Chief Ann Lee", "Chief", "Homeland Security", None),
        ("Chief Norwegian negotiator Ann Lee", "negotiator", None, "Norway"),
        ("Deputy Emergency Situations Minister Ann Lee", "Deputy Emergency Situations Minister",
         None, None),
        ("Norway’s oil minister, Ann Lee", "oil minister", None, "Norway"),
        ("Dolna Secretary of State Ann Lee", "Secretary of State", "Dolna", None),
        ("President Ann Lee of Norway", "President", None, "Norway"),
        ("Member of Parliament (MP) Ann Lee of the Tide Party", "Member", "Tide Party", None),
        ("co-author of the study Ann Lee", "co-author", None, None),
        ("Ecologist Ann Lee of the University of Sund in Dolna", "Ecologist",
         "University of Sund", None),
        ("Ann Lee, deputy director of the Norwegian Energy Forum", "deputy director",
         "Norwegian Energy Forum", "Norway"),
        ("Ann Lee, a Dolna lawyer representing Bo Ek", "lawyer", "Dolna", None),
        ("Ann Lee, a Ph.D. candidate at Sund University", "candidate", "Sund University", None),
        ("Ann Lee, a columnist from ESPN", "columnist", "ESPN", None),
        ("Ann Lee, one of the generals", "general", None, None),
        ("Ann Lee, the caretaker Prime Minister", "caretaker Prime Minister", None, None),
        ("Ann Lee, the foreign affairs minister of Norway", "foreign affairs minister", None,
         "Norway"),
        ("a Republican, Ann Lee", None, None, None),
        ("Crown Prince Ann Lee of Norway", "Crown Prince", None, "Norway"),
        ("European Commission President Ann Lee", "President", "European Commission", None),
        ("Democratic Party representative Ann Lee", "representative", "Democratic Party", None),
        ("Co-developer Ann Lee", "Co-developer", None, None),
        ("Ann Lee, the Norwegian Government commissioner responsible for ports", "commissioner",
         "Government", "Norway"),
        ("Ann Lee, Chair In Ports at the Sund University", "Chair", "Sund University", None),
        ("Ann Lee, a senator from the state of Dolna", "senator", None, None),
        ("Comic artist Ann Lee", "artist", None, None),
        ("U.N. High Commissioner Ann Lee", "High Commissioner", "U.N.", None),
        ("A purported Tide spokesman (Ann Lee)", "spokesman", "Tide", None),
        ("An official, Ann Lee, of the Tide Commission", "official", "Tide Commission", None),
        ("the director of Norway’s Greenpeace International, Ann Lee", "director",
         "Greenpeace International", "Norway"),
        ("House Speaker Ann Lee - a Democrat -", "Speaker", "House", None),
        ("harbour dredger Ann Lee", "dredger", None, None),
        ("Retired teacher Ann Lee, the presidential nominee of the Tide Party",
         "presidential nominee", "Tide Party", None),
    ],
)  # fmt: skip
def test_an_office_is_told_apart_from_the_words_around_it(words, role, organization, country):
    told = mention(words)
    assert (told.name, told.role) == ("Ann Lee", role)
    assert (told.organization, told.country, told.type) == (organization, country, "person")


@pytest.mark.parametrize(
    ("words", "role", "organization", "country"),
    [
        ("United Nations spokesman Bo Ek", "spokesman", "United Nations", None),
        ("Taliban spokesman Bo Ek", "spokesman", "Taliban", None),
        ("Penn State quarterback Bo Ek", "quarterback", "Penn State", None),
        ("US Marines exercise director Colonel Bo Ek", "exercise director", "US Marines",
         "United States"),
        ("Norwegian Coast Guard Commandant Major General Bo Ek", "Commandant", "Coast Guard",
         "Norway"),
        ("Major General Bo Ek", "Major General", None, None),
        ("Norway’s Department of Water and Sanitation director-general, Bo Ek",
         "director-general", "Department of Water and Sanitation", "Norway"),
        ("the University of Leeds biochemist Bo Ek", "biochemist", "University of Leeds", None),
    ],
)  # fmt: skip
def test_a_rank_a_body_and_a_country_before_a_name_keep_their_places(
    words, role, organization, country
):
    told = mention(words)
    assert (told.name, told.role) == ("Bo Ek", role)
    assert (told.organization, told.country) == (organization, country)


@pytest.mark.parametrize(
    ("words", "role", "organization"),
    [
        ("a professor of engineering at the University of Bergen", "professor",
         "University of Bergen"),
        ("senior vice president and head of hotels at Aldersee Properties", "head",
         "Aldersee Properties"),
        ("vice president of New Rivers at Aldersee", "vice president", "Aldersee"),
        ("an expert in international law at Uppsala University", "expert", "Uppsala University"),
        ("a physiologist at Sund University", "physiologist", "Sund University"),
        ("an analyst at Danish investment company Saxby Bank", "analyst", "Saxby Bank"),
        ("a Beijing-based researcher at Greenpeace", "researcher", "Greenpeace"),
        ("the chair of the Centre for Research on Energy and Clean Air", "chair",
         "Centre for Research on Energy and Clean Air"),
        ("former director for China at the Monetary Fund", "former director", "Monetary Fund"),
        ("the U.S. attorney for the Southern District of Dolna", "attorney",
         "Southern District of Dolna"),
    ],
)  # fmt: skip
def test_the_body_behind_an_office_is_found_past_what_it_is_an_office_of(words, role, organization):
    told = mention(f"Ann Lee, {words}")
    assert (told.name, told.role, told.organization) == ("Ann Lee", role, organization)


@pytest.mark.parametrize(
    ("words", "country"),
    [
        ("Ann Lee, a China analyst at Volta", None),
        ("US economist Ann Lee", "United States"),
        ("Rebecca English of the Daily Post", None),
        ("Ann Lee, a researcher at Greenpeace East Asia", None),
        ("Norway’s Air Force", "Norway"),
        ("his Norwegian counterpart", "Norway"),
    ],
)
def test_a_country_is_of_whom_it_is_told_not_of_what_they_know_or_are_called(words, country):
    assert mention(words).country == country


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("the companies", "group"),
        ("several aid agencies", "group"),
        ("Rival charities", "group"),
        ("a press kit", "document"),
        ("The banner", "document"),
        ("the president’s executive order", "document"),
        ("the Franciscan order", "organization"),
        ("a small, 2-month study", "document"),
        ("WHO", "agency"),
        ("developer Volta", "organization"),
        ("The operator, Northlink", "organization"),
        ("Her running mate, Tom Lee", "person"),
        ("Norway’s Air Force", "government"),
        ("the force", "agency"),
        ("Bo Radio, a chemistry researcher at Sund University", "person"),
        ("Ann Lee for Food Standards Norway", "person"),
        ("The BBC’s Ann Lee in Oslo", "person"),
        ("An MP in Dolna", "person"),
        ("the patient", "person"),
        ("her colleagues", "group"),
        ("the Coast Guard", "agency"),
        ("the House of Representatives", "government"),
        ("the Norwegian Justice Department", "government"),
        ("the Directorate General of Ports", "agency"),
        ("the Norwegian Academy of Sciences", "organization"),
        ("the National Conference of State Ports", "organization"),
        ("the United Nations Relief Office", "agency"),
        ("the president’s legal team", "group"),
        ("Facebook", "organization"),
        ("CNN Norway", "outlet"),
        ("Phil Ek’s ex-girlfriend", "person"),
        ("the decree", "document"),
        ("Party of Working People", "organization"),
        ("The House", "government"),
        ("The Verge", "outlet"),
        ("the Lost Ships Project", "organization"),
        ("an acquaintance", "anonymous"),
        ("the World Health Organization", "agency"),
        ("the Palestinian Authority", "government"),
        ("the ruling Tide Rally in Norway", None),
        ("a Norwegian firm, Arab Contractors", "organization"),
        ("WSET-TV", "outlet"),
        ("the Cyprus Mail", "outlet"),
        ("the family", "group"),
        ("other nations", "group"),
        ("the 14th Amendment", "document"),
        ("a government order", "document"),
    ],
)
def test_the_kind_of_a_source_is_told_by_the_words_that_name_it(words, kind):
    assert mention(words).type == kind


@pytest.mark.parametrize(
    ("text", "phrase", "found"),
    [
        ("The Department of Health and Human Services said so.",
         "The Department of Health and Human Services",
         ["Department of Health and Human Services"]),
        ("Dolna and Carrow Police said so.", "Dolna and Carrow Police",
         ["Dolna and Carrow Police"]),
        ("Aldersee grew. Aldersee and Carrow Police said so.", "Aldersee and Carrow Police",
         ["Aldersee", "Carrow Police"]),
        ("Home and Trade Minister Ann Lee said so.", "Home and Trade Minister Ann Lee",
         ["Ann Lee"]),
        ("Ann Lee met Bo Ek. Lee and Ek both said so.", "Lee and Ek both", ["Ann Lee", "Bo Ek"]),
        ("MEC for Water and Roads, Ann Lee, said so.", "MEC for Water and Roads, Ann Lee",
         ["Ann Lee"]),
        ("Ann Lee, his wife and the chair of the club, said so.",
         "Ann Lee, his wife and the chair of the club", ["Ann Lee"]),
        ("Ann Lee of Sund University and contributor to Volta said so.",
         "Ann Lee of Sund University and contributor to Volta", ["Ann Lee"]),
        ("The group, the Islamic State of Iraq and the Levant, said so.",
         "The group, the Islamic State of Iraq and the Levant",
         ["Islamic State of Iraq and the Levant"]),
        ("Norwegian rivals Dol and Kar said so.", "Norwegian rivals Dol and Kar", ["Dol", "Kar"]),
        ("Commentators such as Ann Lee and Bo Ek said so.",
         "Commentators such as Ann Lee and Bo Ek", ["commentators"]),
        ("The Institute of Ice, Hail and Rain (IIHR) said so.", "Hail and Rain (IIHR)",
         ["Institute of Ice, Hail and Rain"]),
        ("Norwegian Road Transport and Ports Minister Ann Lee said so.",
         "Norwegian Road Transport and Ports Minister Ann Lee", ["Ann Lee"]),
        ("Scientists from Sund University and the Volta Academy said so.",
         "Scientists from Sund University and the Volta Academy",
         ["scientists from Sund University and the Volta Academy"]),
    ],
)  # fmt: skip
def test_an_and_inside_one_name_does_not_make_two_sources(text, phrase, found):
    assert [source.name for source in sources(text, phrase)[0]] == found


def test_a_body_is_not_the_one_whose_name_begins_with_its_own():
    text = "UN Women said so. The UN said no. Amnesty Norway said so. Amnesty said no."
    found = sources(text, "UN Women", "The UN", "Amnesty Norway", "Amnesty#2")
    names = [each[0].name for each in found]
    assert names == ["UN Women", "UN", "Amnesty Norway", "Amnesty"]


def test_the_head_of_one_body_is_not_the_head_of_another():
    text = "Ann Lee, chief executive of Volta, said so. The head of the NHS said no."
    found = sources(text, "Ann Lee, chief executive of Volta", "The head of the NHS")
    assert [each[0].name for each in found] == ["Ann Lee", "head of the NHS"]


def test_he_is_not_a_woman_told_of_last():
    text = "Bo Ek, the founder, said so. He was accused by a woman who swam. He said no."
    found = sources(text, "Bo Ek, the founder", "He#2")
    assert found[1][0].name == "Bo Ek"


def test_an_envoy_is_not_called_by_where_he_is_sent():
    text = "Envoy to Norway Ann Lee came. Lee said so."
    assert sources(text, "Lee#2")[0][0].name == "Ann Lee"


@pytest.mark.parametrize(
    ("text", "phrase", "name"),
    [
        ("The opposition said no. Opposition leaders left. The opposition said so.",
         "The opposition#2", "opposition"),
        ("A court order came. The court said so.", "The court", "court"),
        ("Norway’s Foreign Secretary Ann Lee said no. The foreign minister said so.",
         "The foreign minister", "Ann Lee"),
        ("Norway’s King Bo spoke. The monarch said so.", "The monarch", "Bo"),
        ("The Society of Mills said no. The rights group said so.", "The rights group",
         "Society of Mills"),
        ("Lee left. Ann Lee said no. Mrs Lee Monday said so.", "Mrs Lee Monday", "Ann Lee"),
        ("On Friday an unnamed source said so.", "Friday an unnamed source", "source"),
        ("The Gara newspaper said so.", "The Gara newspaper", "Gara"),
        ("The industry group the Council of Mills said so.",
         "The industry group the Council of Mills", "Council of Mills"),
        ("Fourteen-year-old Zoe said so.", "Fourteen-year-old Zoe", "Zoe"),
        ("A Sunni Muslim group, Jundollah, said so.", "A Sunni Muslim group, Jundollah",
         "Jundollah"),
        ("About 1,000 students said so.", "About 1,000 students", "students"),
        ("Aldersee & Co. said so.", "Aldersee & Co.", "Aldersee & Co"),
        ("Satellite imaging from May said so.", "Satellite imaging from May", "satellite imaging"),
        ("Its main party (the Tide Party) said so.", "Its main party (the Tide Party)",
         "Tide Party"),
        ("Vice President Bo Ek left. President Ann Lee left. The president said so.",
         "The president", "Ann Lee"),
        ("Ann Lee’s shop burnt. She said so.", "She", "Ann Lee"),
        ("Nevada for Lee met. Ann Lee left. Lee said so.", "Lee#3", "Ann Lee"),
        ("A third of Norwegians said so.", "A third of Norwegians", "Norwegians"),
        ("Khalid Sheikh Anwar said so.", "Khalid Sheikh Anwar", "Khalid Sheikh Anwar"),
        ("Norwegian drummer Bo Baker said so.", "Norwegian drummer Bo Baker", "Bo Baker"),
        ("Volta Studio came. The court said so.", "The court", "court"),
        ("Bo Ek, deputy governor of Dol, came. Norway’s governor said so.", "Norway’s governor",
         "Norway's governor"),
        ("Hana Lee won. Her mother is singer Kyo Lee. Lee said so.", "Lee#3", "Hana Lee"),
        ("Ports News Agency said no. The agency said so.", "The agency", "Ports News Agency"),
        ("The North Korean and the South Korean left. The North’s envoy, Bo Hon, said so.",
         "The North’s envoy, Bo Hon", "Bo Hon"),
    ],
)  # fmt: skip
def test_a_description_keeps_to_its_noun_and_a_name_to_itself(text, phrase, name):
    assert sources(text, phrase)[0][0].name == name


def test_what_can_say_nothing_is_nobody():
    assert sources("It was Saturday said so.", "Saturday") == ((),)
    assert sources("Only 35 percent said so.", "Only 35 percent") == ((),)


def test_an_office_is_the_one_told_where_somebody_speaks():
    text = "Secretary of Justice Ann Lee said no. She rose. Governor Lee said so. Lee said more."
    found = sources(text, "Secretary of Justice Ann Lee", "Governor Lee", "Lee#3")
    assert [each[0].role for each in found] == [
        "Secretary of Justice",
        "Governor",
        "Secretary of Justice",
    ]


def test_the_officials_of_one_country_are_not_those_of_another_body():
    text = "Then Volta officials said no. U.S. officials said so."
    found = sources(text, "Volta officials", "U.S. officials")
    assert [each[0].name for each in found] == ["Volta officials", "U.S. officials"]


def test_a_body_that_is_told_in_short_is_the_one_named_before():
    text = "The Tide Union left. A spokesman for the Union said so."
    (found,) = sources(text, "A spokesman for the Union")
    assert found[0].organization == "Tide Union"


@pytest.mark.parametrize(
    ("words", "name", "role", "organization", "country"),
    [
        ("campaign manager Ann Lee", "Ann Lee", "campaign manager", None, None),
        ("Sund University pop culture professor Ann Lee", "Ann Lee", "pop culture professor",
         "Sund University", None),
        ("a prominent human rights lawyer, Ann Lee", "Ann Lee", "human rights lawyer", None, None),
        ("Current Prime Minister of India Ann Lee", "Ann Lee", "Prime Minister", None, "India"),
        ("Ann Lee, the Republican Senate Majority Leader", "Ann Lee", "Majority Leader",
         "Senate", None),
        ("Republican Senator Ann Lee, a sometime Ek critic", "Ann Lee", "Senator", None, None),
        ("Fox News commentator Ann Lee", "Ann Lee", "commentator", "Fox News", None),
        ("A senior police official, Ann Lee", "Ann Lee", "official", "police", None),
        ("Defense Minister General Ann Lee", "Ann Lee", "Defense Minister", None, None),
        ("Attorney General Ann Lee", "Ann Lee", "Attorney General", None, None),
        ("Another was tour manager Ann Lee", "Ann Lee", "tour manager", None, None),
        ("Wednesday Greek Foreign Minister Ann Lee", "Ann Lee", "Foreign Minister", None, "Greece"),
        ("The then-manager of Sund Tours, Ann Lee", "Ann Lee", "then-manager", "Sund Tours", None),
        ("Norwegian Prime Minister-designate Ann Lee", "Ann Lee", "Prime Minister-designate",
         None, "Norway"),
        ("One of the passengers, Trade Minister Ann Lee", "Ann Lee", "Trade Minister", None, None),
        ("State Councilor Ann Lee", "Ann Lee", "State Councilor", None, None),
        ("4 a.m. The governor of Dolna, Ann Lee", "Ann Lee", "governor", "Dolna", None),
    ],
)  # fmt: skip
def test_an_office_is_whole_and_of_the_body_that_it_is_of(words, name, role, organization, country):
    told = mention(words)
    body = told.organization if told.organization != "Ek" else None
    assert (told.name, told.role, body, told.country) == (name, role, organization, country)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Bill Lee", None),
        ("Ann Lee on Twitter", None),
        ("The Dolna Review-Journal", "outlet"),
        ("Business Insider", "outlet"),
        ("the Dolna bill", "document"),
    ],
)
def test_a_name_with_the_word_for_a_thing_is_none(words, kind):
    assert mention(words).type == kind


def test_an_aide_to_somebody_is_somebody_else():
    told = mention("A senior aide to Norwegian President Bo Ek")
    assert (told.name, told.role, told.country) == (None, "senior aide", "Norway")


@pytest.mark.parametrize(
    ("words", "name", "kind"),
    [
        ("The Oslo-based Committee to Protect Dunes", "Committee to Protect Dunes", "organization"),
        ("The U.N.'s Food and Fish Organization (FFO)", "Food and Fish Organization",
         "organization"),
        ("the 85-year-old Ek", "Ek", None),
    ],
)  # fmt: skip
def test_a_name_is_whole_behind_whose_or_where_it_is(words, name, kind):
    told = mention(words)
    assert (told.name, told.type) == (name, kind)


@pytest.mark.parametrize(
    ("words", "text", "kind"),
    [
        ("Democrats in the House of Lords", "Democrats in the House of Lords", "group"),
        ("police in Elmford, Pennsylvania", "Elmford police", "agency"),
        ("A spokesman for the cellist", "spokesman for the cellist", "person"),
    ],
)  # fmt: skip
def test_who_is_described_is_what_the_head_of_the_words_says(words, text, kind):
    told = mention(words)
    assert (told.name, told.text, told.type) == (None, text, kind)
