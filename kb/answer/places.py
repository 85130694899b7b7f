"""States, and the capitals that stand for them, as questions name them: the cue that national law is asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kb.text import sentences

_STATES = """
Afghanistan/Kabul; Albania/Tirana; Algeria/Algiers; Andorra; Angola/Luanda; Argentina/Buenos Aires;
Armenia/Yerevan; Australia/Canberra; Austria/Vienna; Azerbaijan/Baku; Bahamas/Nassau; Bahrain/Manama;
Bangladesh/Dhaka; Barbados/Bridgetown; Belarus/Minsk; Belgium/Brussels; Belize/Belmopan; Benin/Porto-Novo;
Bhutan/Thimphu; Bolivia/La Paz; Bosnia and Herzegovina/Sarajevo; Botswana/Gaborone; Brazil/Brasília/Brasilia;
Brunei; Bulgaria/Sofia; Burkina Faso/Ouagadougou; Burundi/Gitega; Cambodia/Phnom Penh; Cameroon/Yaoundé/Yaounde;
Canada/Ottawa; Cape Verde/Praia; Central African Republic/Bangui; Chad/N'Djamena; Chile/Santiago; China/Beijing;
Colombia/Bogotá/Bogota; Comoros/Moroni; Congo/Brazzaville/Kinshasa; Costa Rica/San José; Côte d'Ivoire/Ivory
Coast/Abidjan; Croatia/Zagreb; Cuba/Havana; Cyprus/Nicosia; Czechia/Czech Republic/Prague; Denmark/Copenhagen;
Djibouti; Dominica/Roseau; Dominican Republic/Santo Domingo; Ecuador/Quito; Egypt/Cairo; El Salvador/San Salvador;
England/Wales/Scotland/Edinburgh; Equatorial Guinea/Malabo; Eritrea/Asmara; Estonia/Tallinn; Eswatini/Mbabane;
Ethiopia/Addis Ababa; Fiji/Suva; Finland/Helsinki; France/Paris; Gabon/Libreville; Gambia/Banjul; Georgia/Tbilisi;
Germany/Berlin; Ghana/Accra; Greece/Athens; Grenada; Guatemala; Guinea/Conakry; Guinea-Bissau/Bissau;
Guyana/Georgetown; Haiti/Port-au-Prince; Honduras/Tegucigalpa; Hong Kong; Hungary; Iceland/Reykjavik; India/New
Delhi/Delhi; Indonesia/Jakarta; Iran/Tehran; Iraq/Baghdad; Ireland/Dublin; Israel/Jerusalem; Italy;
Jamaica/Kingston; Japan/Tokyo; Jordan/Amman; Kazakhstan/Astana; Kenya/Nairobi; Kiribati; Korea/South
Korea/Seoul/Pyongyang; Kosovo/Pristina; Kuwait; Kyrgyzstan/Bishkek; Laos/Vientiane; Latvia/Riga; Lebanon/Beirut;
Lesotho/Maseru; Liberia/Monrovia; Libya/Tripoli; Liechtenstein/Vaduz; Lithuania/Vilnius; Luxembourg; Macao;
Madagascar/Antananarivo; Malawi/Lilongwe; Malaysia/Kuala Lumpur; Maldives; Mali/Bamako; Malta/Valletta;
Mauritania/Nouakchott; Mauritius/Port Louis; Mexico; Micronesia; Moldova/Chisinau/Chișinău; Monaco;
Mongolia/Ulaanbaatar; Montenegro/Podgorica; Morocco/Rabat; Mozambique/Maputo; Myanmar/Burma; Namibia/Windhoek;
Nauru; Nepal/Kathmandu; Netherlands/Amsterdam; New Zealand/Wellington; Nicaragua/Managua; Niger/Niamey;
Nigeria/Abuja; North Macedonia/Skopje; Norway/Oslo; Oman/Muscat; Pakistan/Islamabad; Palau; Palestine; Panama;
Papua New Guinea; Paraguay/Asunción; Peru/Lima; Philippines/Manila; Poland/Warsaw; Portugal/Lisbon; Qatar/Doha;
Romania/Bucharest; Russia/Russian Federation/Moscow; Rwanda/Kigali; Saint Lucia; Samoa/Apia; San Marino; Saudi
Arabia/Riyadh; Senegal/Dakar; Serbia/Belgrade; Seychelles; Sierra Leone/Freetown; Singapore; Slovakia/Bratislava;
Slovenia/Ljubljana; Solomon Islands; Somalia/Mogadishu; South Africa/Pretoria; South Sudan/Juba; Spain/Madrid; Sri
Lanka/Colombo; Sudan/Khartoum; Suriname/Paramaribo; Sweden/Stockholm; Switzerland/Bern/Berne; Syria/Damascus;
Taiwan/Taipei; Tajikistan/Dushanbe; Tanzania/Dodoma; Thailand/Bangkok; Timor-Leste; Togo/Lomé; Tonga; Trinidad and
Tobago; Tunisia/Tunis; Turkey/Türkiye/Ankara; Turkmenistan; Tuvalu; Uganda/Kampala; Ukraine/Kyiv/Kiev; United Arab
Emirates/UAE/Abu Dhabi/Dubai; United Kingdom/UK/Great Britain/Britain/London; United
States/US/USA/U.S./America/Washington; Uruguay/Montevideo; Uzbekistan/Tashkent; Vanuatu; Venezuela/Caracas; Viet
Nam/Vietnam/Hanoi; Yemen/Sanaa; Zambia/Lusaka; Zimbabwe/Harare
"""
_PEOPLES_OF = """
Albanian/Albania; American/United States; Argentine/Argentina; Australian/Australia; Austrian/Austria;
Belgian/Belgium; Brazilian/Brazil; British/United Kingdom; Bulgarian/Bulgaria; Canadian/Canada; Chilean/Chile;
Chinese/China; Colombian/Colombia; Croatian/Croatia; Czech/Czechia; Danish/Denmark; Dutch/Netherlands;
Egyptian/Egypt; English/England; Estonian/Estonia; Finnish/Finland; French/France; Georgian/Georgia;
German/Germany; Ghanaian/Ghana; Greek/Greece; Hungarian/Hungary; Icelandic/Iceland; Indian/India;
Indonesian/Indonesia; Iranian/Iran; Irish/Ireland; Israeli/Israel; Italian/Italy; Japanese/Japan; Kenyan/Kenya;
Korean/Korea; Latvian/Latvia; Lithuanian/Lithuania; Maltese/Malta; Mexican/Mexico; Moroccan/Morocco;
Nigerian/Nigeria; Norwegian/Norway; Pakistani/Pakistan; Peruvian/Peru; Philippine/Philippines; Polish/Poland;
Portuguese/Portugal; Romanian/Romania; Russian/Russia; Scottish/Scotland; Serbian/Serbia; Slovak/Slovakia;
Slovenian/Slovenia; Spanish/Spain; Swedish/Sweden; Swiss/Switzerland; Thai/Thailand; Tunisian/Tunisia;
Turkish/Turkey; Ukrainian/Ukraine; Vietnamese/Vietnam
"""
_WITH_ARTICLE = frozenset("Netherlands Philippines Bahamas Maldives Gambia Seychelles Comoros Congo".split())
_GIVES_TREATIES = frozenset({"Vienna", "Warsaw", "Minsk", "Beijing", "Tokyo", "Montreal", "Doha", "Berne", "Berlin"})


def _peoples() -> Mapping[str, str]:
    pairs = (pair.strip().partition("/") for pair in _PEOPLES_OF.replace("\n", " ").split(";"))
    return {people: state for people, _, state in pairs}


def _by_name() -> Mapping[str, str]:
    rows = [[name.strip() for name in row.split("/")] for row in _STATES.replace("\n", " ").split(";") if row.strip()]
    return {name: row[0] for row in rows for name in row}


STATES: Mapping[str, str] = _by_name()
_PEOPLES = _peoples()
PLACE = "(?:" + "|".join(sorted(map(re.escape, STATES), key=len, reverse=True)) + ")"
STATE = "(?:" + "|".join(sorted(map(re.escape, STATES.keys() - _GIVES_TREATIES), key=len, reverse=True)) + ")"
"""As `PLACE`, without the cities after which treaties are called."""
PEOPLE = "(?:" + "|".join(_PEOPLES) + ")"
_WHOSE = rf"(?:(?P<place>{PLACE})(?:['’]s)?|(?P<people>{PEOPLE}))"
_LEGAL = r"(?:law|code|legislation|statutes?|practice|procedure)"
_DETAIL = (
    r"(?:court|judge|ministry|office|penalt|punish|sentence|prison term|fine\b|fee\b|rate\b|tax\b|minimum|maximum|"
    r"long\b|much\b|many\b|high\b|notice period|limitation|bail\b)"
)
_NATIONAL = (
    re.compile(rf"(?:^|[.?!]\s+)(?:In|Under)\s+(?:the\s+)?{_WHOSE}(?:\s+{_LEGAL})?\s*[,:]"),
    re.compile(rf"\bunder\s+{_WHOSE}\s+{_LEGAL}\s*\?"),
    re.compile(rf"\b(?:[Ww]hat|[Ww]hich|[Hh]ow|[Dd]oes|[Dd]o|[Ww]ould)\b[^.?!;]{{0,40}}\b{_WHOSE}\s+{_LEGAL}\b"),
    re.compile(rf"\b(?:[Ww]hich|[Ww]hat|[Hh]ow)\b[^.?!;]{{0,20}}\b{_WHOSE}\s+courts?\b"),
    re.compile(
        rf"\b(?:[Ww]hich|[Ww]hat|[Hh]ow|[Gg]oing)\b[^.?!;]{{0,40}}\b(?i:{_DETAIL})[^.?!;]{{0,80}}\bin\s+(?:the\s+)?(?P<place>{PLACE})\b"
    ),
    re.compile(rf"\b{_WHOSE}\s+(?:court|judges?|prosecutors?|ministry|authorit(?:y|ies))\s+(?:pays?|charges?)\b"),
    re.compile(rf"\bin\s+(?:the\s+)?(?P<place>{PLACE})\s*[?:]"),
)
_YES_OR_NO = re.compile(r"(?:^|[.?!,]\s+)(?:can|could|may|must|will|do|does|is|are|should)\b", re.IGNORECASE)
_ACROSS = re.compile(
    r"\b(?:our|foreign|abroad|request\w*|extradit\w+|joint|consul\w*|witness\w*|officers?|summons|seiz\w+|transfer\w*)\b",
    re.IGNORECASE,
)
_BILATERAL = re.compile(
    rf"\b(?P<one>{PLACE})\s*(?:[-–—/]|and|with)\s*(?:the\s+)?(?P<other>{PLACE})\b[^.?!]{{0,60}}\b(?:treaty|agreement|convention)\b"
)


def law_of(question: str) -> str:
    """The State whose law or practice is asked for, "" where none is: "In Seoul, how long …", "… in Germany?".

    Whether something may be done in a State across a border is asked of treaties, not of its law alone.
    """
    found = next((m for pattern in _NATIONAL for m in pattern.finditer(question)), None)
    if found is None:
        return ""
    named = found.groupdict()
    if named["place"] in _GIVES_TREATIES:
        return ""
    if found.re is _NATIONAL[-1] and _YES_OR_NO.search(question) and _ACROSS.search(question):
        return ""
    return STATES[named["place"]] if named["place"] else _PEOPLES[named["people"]]


def named_state(question: str) -> str:
    """The State, or the people for their State, of which the last question of a message speaks; "" for none."""
    asked = [span.of(question) for span in sentences(question) if span.of(question).endswith("?")]
    found = re.search(rf"\b{_WHOSE}\b", asked[-1]) if asked else None
    if found is None or found["place"] in _GIVES_TREATIES:
        return ""
    return STATES[found["place"]] if found["place"] else _PEOPLES[found["people"]]


def bilateral(question: str) -> tuple[str, str] | None:
    """The two States whose own treaty is asked for."""
    found = _BILATERAL.search(question)
    return (STATES[found["one"]], STATES[found["other"]]) if found else None


def spoken(state: str) -> str:
    """The name within a sentence: "the Netherlands"."""
    takes_article = state in _WITH_ARTICLE or state.startswith(("United ", "Central ", "Dominican "))
    return f"the {state}" if takes_article else state
