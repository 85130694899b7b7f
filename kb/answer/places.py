"""States, and the capitals that stand for them, as questions name them: the cue that national law is asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping

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
_WITH_ARTICLE = frozenset("Netherlands Philippines Bahamas Maldives Gambia Seychelles Comoros Congo".split())
_GIVES_TREATIES = frozenset({"Vienna", "Warsaw", "Minsk", "Beijing", "Tokyo", "Montreal", "Doha", "Berne", "Berlin"})


def _by_name() -> Mapping[str, str]:
    rows = [[name.strip() for name in row.split("/")] for row in _STATES.replace("\n", " ").split(";") if row.strip()]
    return {name: row[0] for row in rows for name in row}


STATES: Mapping[str, str] = _by_name()
PLACE = "(?:" + "|".join(sorted(map(re.escape, STATES), key=len, reverse=True)) + ")"
_STARTS = re.compile(rf"(?:^|[.?!]\s+)(?:In|Under)\s+(?:the\s+)?(?P<place>{PLACE})(?:\s+law)?\s*[,:]")
_ENDS = re.compile(rf"\bin\s+(?:the\s+)?(?P<place>{PLACE})\s*[?:]")
_LAW = re.compile(rf"\b(?P<place>{PLACE})(?:['’]s)?\s+(?:law|courts?|code|legislation|statute|practice|procedure)\b")
_RATE = re.compile(
    rf"\b(?:the\s+)?(?P<place>{PLACE})\s+(?:court|judges?|prosecutors?|ministry|authorit(?:y|ies))\s+(?:pays?|charges?)\b"
)
_BILATERAL = re.compile(
    rf"\b(?P<one>{PLACE})\s*(?:[-–—/]|and|with)\s*(?:the\s+)?(?P<other>{PLACE})\b[^.?!]{{0,60}}\b(?:treaty|agreement|convention)\b"
)


def law_of(question: str) -> str:
    """The State whose law or practice is asked for, "" where none is: "In Seoul, how long …", "… in Germany?"."""
    found = next((m for pattern in (_STARTS, _ENDS, _LAW, _RATE) for m in pattern.finditer(question)), None)
    if found is None or found["place"] in _GIVES_TREATIES:
        return ""
    return STATES[found["place"]]


def bilateral(question: str) -> tuple[str, str] | None:
    """The two States whose own treaty is asked for."""
    found = _BILATERAL.search(question)
    return (STATES[found["one"]], STATES[found["other"]]) if found else None


def spoken(state: str) -> str:
    """The name within a sentence: "the Netherlands"."""
    takes_article = state in _WITH_ARTICLE or state.startswith(("United ", "Central ", "Dominican "))
    return f"the {state}" if takes_article else state
