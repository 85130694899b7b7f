"""The words of citations, folded: articles, paragraphs, letters, what links them, numbers in words."""

from __future__ import annotations

import re

ARTICLE = frozenset(
    """
    article articles art arts artt artikel artikels artikeln artikelen articulo articulos articolo articoli artigo
    """.split()
)
ARTICLES = frozenset("articles arts artt artikeln artikelen articulos articoli".split())
PARAGRAPH = frozenset(
    """
    paragraph paragraphs para paras par pars abs absatz absatze al alinea alineas parrafo parrafos parr paragrafo
    paragrafi apartado apartados lid comma abschnitt paragraphe paragraphes subsection
    """.split()
)
PARAGRAPHS = frozenset("paragraphs paras pars paragraphes parrafos paragrafi".split())
LETTER = frozenset(
    """letter letters lit litt bst litera let lett lettre lettera buchst buchstabe subparagraph subparagraphs subpara
    subparas sub point points item items inciso incisos letra indent ziff ziffer no nr chiffre onder""".split()
)
SENTENCE = frozenset("sentence sentences phrase satz chapeau half".split())
OTHER_UNIT = frozenset(
    """
    section sections sec s ss rule rules clause clauses principle principles regulation reg recommendation
    """.split()
)
OF = frozenset("of in to de du des d der la le l von zu del della van from the under dell".split())
AND = frozenset("and & et und y e or ou oder as well en plus".split())
THROUGH = frozenset({"-", "–", "—", "‑", "−", "to", "bis", "through", "until", "a", "t"})
DASHES = frozenset({"-", "–", "—", "‑", "−"})
SIGNS = frozenset({"§", "¶"})
SUFFIX = frozenset("bis ter quater quinquies quinquies sexies septies octies".split())
COUNTED = frozenset(
    """day days month months year years hour hours week weeks state states party parties unts lnts ust ilm of
    million billion percent times members countries june july january february march april may august september
    october november december jan feb mar apr jun jul aug sept sep oct nov dec""".split()
)  # fmt: skip
UNITS = """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen
    """.split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
ORDINALS = """
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
    fifteenth sixteenth seventeenth eighteenth nineteenth
    """.split()
FOREIGN_ORDINALS = {
    "premier": 1, "premiere": 1, "deuxieme": 2, "seconde": 2, "troisieme": 3, "quatrieme": 4, "cinquieme": 5,
    "erster": 1, "ersten": 1, "zweiter": 2, "zweiten": 2, "dritter": 3, "dritten": 3,
    "sixieme": 6, "septieme": 7, "huitieme": 8, "neuvieme": 9, "dixieme": 10,
    "vierter": 4, "vierten": 4, "funfter": 5, "funften": 5, "sechster": 6, "sechsten": 6, "siebter": 7, "siebten": 7,
    "primero": 1, "primer": 1, "segundo": 2, "tercero": 3, "tercer": 3, "cuarto": 4, "quinto": 5, "sexto": 6,
    "septimo": 7, "octavo": 8, "noveno": 9, "decimo": 10,
    "primo": 1, "secondo": 2, "terzo": 3, "quarto": 4, "sesto": 6, "settimo": 7, "ottavo": 8, "nono": 9,
    "eerste": 1, "tweede": 2, "derde": 3, "vierde": 4, "vijfde": 5, "zesde": 6, "zevende": 7, "achtste": 8,
    "negende": 9, "tiende": 10,
}  # fmt: skip
ROMAN = re.compile(r"[IVXLC]+|[ivx]{1,7}")
