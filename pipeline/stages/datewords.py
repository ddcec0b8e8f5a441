"""Words of dates: months and weekdays in many languages, zone names, connectors.

Groups are parted by empty lines, January and Monday first.
Month names as in Unicode CLDR (nominative and the case used in dates). Where a name means two
months (`listopada`: November in Polish, October in Croatian) the larger press was kept.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

MONTHS = """
january jan januar jänner janvier enero janeiro gennaio januari janvāris tammikuu tammikuuta
styczeń stycznia leden ledna ocak январь января січень січня ianuarie január jaanuar
ιανουάριος ιανουαρίου sausio januarja urtarrila

february feb februar février febrero fevereiro febbraio februari februāris helmikuu helmikuuta
luty lutego únor února şubat февраль февраля лютий лютого februarie február veebruar
φεβρουάριος φεβρουαρίου vasario februarja

march mar märz mars marzo março maart marts maaliskuu maaliskuuta marzec marca březen března mart
март марта березень березня martie március märts μάρτιος μαρτίου kovo marec

april apr avril abril aprile aprīlis huhtikuu huhtikuuta kwiecień kwietnia duben dubna nisan
апрель апреля квітень квітня aprilie április aprill απρίλιος απριλίου balandžio aprila

may mai mayo maio maggio mei maj maijs toukokuu toukokuuta maja květen května mayıs май мая
травень травня május μάιος μαΐου gegužės

june jun juni juin junio junho giugno jūnijs kesäkuu kesäkuuta czerwiec czerwca červen června
haziran июнь июня червень червня iunie június juuni ιούνιος ιουνίου birželio junija

july jul juli juillet julio julho luglio jūlijs heinäkuu heinäkuuta lipiec lipca červenec
července temmuz июль июля липень липня iulie július juuli ιούλιος ιουλίου liepos julija

august aug août agosto augustus augusti augusts elokuu elokuuta sierpień sierpnia srpen srpna
ağustos август августа серпень серпня augusztus αύγουστος αυγούστου rugpjūčio avgusta

september sep septembre septiembre setembro settembre septembris syyskuu syyskuuta wrzesień
września září eylül сентябрь сентября вересень вересня septembrie szeptember sept
σεπτέμβριος σεπτεμβρίου rugsėjo septembra

october oct oktober octobre octubre outubro ottobre oktobris lokakuu lokakuuta październik
października říjen října ekim октябрь октября жовтень жовтня octombrie október oktoober
οκτώβριος οκτωβρίου spalio oktobra

november nov novembre noviembre novembro novembris marraskuu marraskuuta listopad listopada
listopadu kasım ноябрь ноября листопад листопада noiembrie νοέμβριος νοεμβρίου lapkričio
novembra

december dec dezember décembre diciembre dezembro dicembre decembris joulukuu joulukuuta grudzień
grudnia prosinec prosince aralık декабрь декабря грудень грудня decembrie detsember
δεκέμβριος δεκεμβρίου gruodžio decembra
""".strip().split("\n\n")

WEEKDAYS = """
mon monday mo montag lundi lun lunes lunedi maandag måndag mandag pondělí poniedziałek
понедельник понеділок pazartesi segunda segunda-feira maanantai

tue tues tuesday dienstag mardi martes martedi dinsdag tisdag tirsdag úterý wtorek вторник
вівторок salı terça terça-feira tiistai

wed weds wednesday mi mittwoch mercredi miércoles mercoledi woensdag onsdag středa środa
среда середа çarşamba quarta quarta-feira keskiviikko

thu thur thurs thursday donnerstag jeudi jueves giovedi donderdag torsdag čtvrtek czwartek
четверг четвер perşembe quinta quinta-feira torstai

fri friday fr freitag vendredi viernes venerdi vrijdag fredag pátek piątek пятница п'ятниця
cuma sexta sexta-feira perjantai

sat saturday samstag sonnabend samedi sábado sabato zaterdag lördag lørdag sobota суббота
субота cumartesi lauantai

sun sunday sonntag dimanche domingo domenica zondag söndag søndag neděle niedziela
воскресенье неділя pazar sunnuntai
""".strip().split("\n\n")

JOINERS = """
at on um am den der the le la el il los las a à alle ore om kl klo klokken de del do o v ve
в о об from of ob saat as às hs
"""

#: Minutes east of UTC. IST is India's and BST Britain's, the largest presses of that name;
#: CST is America's.
ZONES: Mapping[str, int] = {
    "UTC": 0,
    "GMT": 0,
    "UT": 0,
    "Z": 0,
    "WET": 0,
    "WEST": 60,
    "BST": 60,
    "CET": 60,
    "MEZ": 60,
    "WAT": 60,
    "CEST": 120,
    "MESZ": 120,
    "CAT": 120,
    "SAST": 120,
    "EET": 120,
    "EEST": 180,
    "MSK": 180,
    "EAT": 180,
    "TRT": 180,
    "IDT": 180,
    "IRST": 210,
    "GST": 240,
    "PKT": 300,
    "IST": 330,
    "NPT": 345,
    "ICT": 420,
    "WIB": 420,
    "HKT": 480,
    "SGT": 480,
    "MYT": 480,
    "PHT": 480,
    "AWST": 480,
    "KST": 540,
    "JST": 540,
    "ACST": 570,
    "AEST": 600,
    "ACDT": 630,
    "AEDT": 660,
    "NZST": 720,
    "NZDT": 780,
    "BRT": -180,
    "ART": -180,
    "NST": -210,
    "NDT": -150,
    "AST": -240,
    "ADT": -180,
    "EST": -300,
    "EDT": -240,
    "CST": -360,
    "CDT": -300,
    "MST": -420,
    "MDT": -360,
    "PST": -480,
    "PDT": -420,
    "AKST": -540,
    "AKDT": -480,
    "HST": -600,
}

#: Zone names that leave open whether it is summer: the standard offset; the date decides
#: by the rule of the United States since 2007 (Energy Policy Act of 2005, section 110).
AMERICAN: Mapping[str, int] = {"ET": -300, "CT": -360, "MT": -420, "PT": -480}


def fold(word: str) -> str:
    """Return a word in lower case without accents, for looking up."""
    plain = unicodedata.normalize("NFKD", word.lower().replace("ı", "i").replace("ł", "l"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _numbered(groups: list[str], shortest: int) -> dict[str, int]:
    """Map every name, and every prefix of `shortest` letters that only one number has."""
    meanings: dict[str, set[int]] = {}
    names: dict[str, int] = {}
    for number, group in enumerate(groups):
        for name in map(fold, group.split()):
            names[name] = number
            for end in range(shortest, len(name)):
                meanings.setdefault(name[:end], set()).add(number)
    unique = {prefix: next(iter(found)) for prefix, found in meanings.items() if len(found) == 1}
    return unique | names


MONTH_NUMBERS: Mapping[str, int] = {
    name: number + 1 for name, number in _numbered(MONTHS, 3).items()
}
WEEKDAY_NUMBERS: Mapping[str, int] = _numbered(WEEKDAYS, 4)
