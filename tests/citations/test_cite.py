"""Citations in every style: what they lead to, what is left alone, and the way back from an id."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.catalog import Catalogue
from kb.citations import cite, format_id

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = Catalogue.load(ROOT / "corpus" / "catalogue")

RESOLVED = [
    ("paragraphs 1 and 2 of Article 5 of the European Convention on Extradition", ["ece:5(1)", "ece:5(2)"]),
    ("subparagraph (b) of paragraph 1 of article 6 of UNTOC", ["untoc:6(1)(b)"]),
    ("UNTOC article 18, paragraphs 3 and 5", ["untoc:18(3)", "untoc:18(5)"]),
    ("UNTOC article 18, paras 3, 5 and 7", ["untoc:18(3)", "untoc:18(5)", "untoc:18(7)"]),
    ("art. 16(1), (2) and (4) ECE", ["ece:16(1)", "ece:16(2)", "ece:16(4)"]),
    ("Articles 5 to 8 UNTOC", ["untoc:5", "untoc:6", "untoc:7", "untoc:8"]),
    ("articles 5-8 of the Palermo Convention", ["untoc:5", "untoc:6", "untoc:7", "untoc:8"]),
    ("Art. 18 Abs. 3 lit. a UNTOC", ["untoc:18(3)(a)"]),
    ("article 6, alinéa 1 de la Convention européenne d'extradition", ["ece:6(1)"]),
    ("artículo 18, párrafo 3 a) de la Convención de Palermo", ["untoc:18(3)(a)"]),
    ("Artikel 16 Absatz 4 des Europäischen Auslieferungsübereinkommens", ["ece:16(4)"]),
    ("art. 29 para. 3 of the Cybercrime Convention", ["budapest:29(3)"]),
    ("Art 29(3) Convention on Cybercrime [2001] ETS 185", ["budapest:29(3)"]),
    ("the sixteenth article of the European Convention on Extradition", ["ece:16"]),
    ("Article Six(1) of the European Convention on Extradition", ["ece:6(1)"]),
    ("UNCAC 46(9)(b)", ["uncac:46(9)(b)"]),
    ("46(9)(b) UNCAC", ["uncac:46(9)(b)"]),
    ("untoc:18(3)", ["untoc:18(3)"]),
    ("UNTOC, art. 16; id., art. 18(3)", ["untoc:16", "untoc:18(3)"]),
    ("UNTOC, art. 16. Ibid., art. 18(3).", ["untoc:16", "untoc:18(3)"]),
    ("Art 36(1) VCCR; ibid para 2", ["vccr:36(1)", "vccr:36(2)"]),
    ("Article 5 of UNTOC and article 23 of UNCAC", ["untoc:5", "uncac:23"]),
    ("UNTOC art 16, UNCAC art 44", ["untoc:16", "uncac:44"]),
    ("art. 16 UNTOC, art. 44 UNCAC", ["untoc:16", "uncac:44"]),
    ("UNTOC (art. 16) and UNCAC (art. 44)", ["untoc:16", "uncac:44"]),
    ("article 3(1) of the Second Additional Protocol to the European Convention on Extradition", ["ece-ap2:3(1)"]),
    ("ETS 86, article 2", ["ece-ap1:2"]),
    ("Council of Europe Treaty Series - No. 209, Article 4(2)", ["ece-ap3:4(2)"]),
    ("E.T.S. No. 30, art. 3", ["ecma:3"]),
    ("SEV Nr. 24, Art. 6", ["ece:6"]),
    ("Article 11(1)(f) of Directive 2014/41/EU", ["eu-eio:11(1)(f)"]),
    ("Article 11 of the EIO Directive", ["eu-eio:11"]),
    ("A/RES/55/25, annex II, art. 3", ["tip-protocol:3"]),
    ("Annex III to UNGA Res 55/25, art 6(1)", ["som-protocol:6(1)"]),
    ("1465 UNTS 85, art 3(1)", ["cat:3(1)"]),
    ("Rome Statute Art. 17 (1) (a)", ["rome-statute:17(1)(a)"]),
    ("Genocide Convention, art 2", ["genocide:II"]),
    ("CAT, Art. III(1)", ["cat:3(1)"]),
    ("article 7 of the Hijacking Convention", ["hague-hijacking:7"]),
    ("Tokyo Convention art. 13(2)", ["tokyo-1963:13(2)"]),
    ("Budapest Convention, art 35(1)(a)-(c)", ["budapest:35(1)(a)", "budapest:35(1)(b)", "budapest:35(1)(c)"]),
    ("SUA Convention, art 3 bis", ["sua-1988:3bis"]),
    ("Single Convention on Narcotic Drugs art 36(2)(b)", ["single-convention-1961:36(2)(b)"]),
    ("art. 14bis Single Convention", ["single-convention-1961:14bis"]),
    ("the preamble to the Rome Statute", ["rome-statute:preamble"]),
    ("First paragraph of article 16 UNCAC", ["uncac:16(1)"]),
    ("UNTOC Art. 18 para. 3 lit. (a)", ["untoc:18(3)(a)"]),
    ("articles 16 and 18 of UNTOC and articles 44 and 46 of UNCAC", ["untoc:16", "untoc:18", "uncac:44", "uncac:46"]),
    (
        "UN Convention against Transnational Organised Crime, Article 16, paragraphs (7) and (8)",
        ["untoc:16(7)", "untoc:16(8)"],
    ),
    ("Art. 6.1.a ECE", ["ece:6(1)(a)"]),
    ("art. 6 par. 1 let. a CEExtr", ["ece:6(1)(a)"]),
    (
        "Convention relative au blanchiment, au dépistage, à la saisie et à la confiscation "
        "des produits du crime (STE n° 141), art. 18, par. 1, let. a",
        ["laundering-1990:18(1)(a)"],
    ),
    ("Under the Budapest Convention, can a State refuse? And what about article 29(5)?", ["budapest:29(5)"]),
    ("What does Article 6 of the European Convention on Human Rights guarantee?", ["echr:6"]),
    ("the 1971 Montreal Convention, article 7", ["montreal-1971:7"]),
    ("Nuclear Terrorism Convention (2005) art 9(2)(a)", ["nuclear-terrorism:9(2)(a)"]),
    ("opened for signature 15 December 1997, 2149 UNTS 256, art 8(1)", ["terrorist-bombings:8(1)"]),
    ("ECE arts 6.1 and 6.2", ["ece:6(1)", "ece:6(2)"]),
    ("ECE Art. 6(1)(a), 6(1)(b)", ["ece:6(1)(a)", "ece:6(1)(b)"]),
    ("UNTOC art. 18, paras. 13 & 14", ["untoc:18(13)", "untoc:18(14)"]),
    ("UNTOC arts. 16 et seq.", ["untoc:16"]),
    ("see Article 16 (Extradition) of UNTOC", ["untoc:16"]),
    ("Article 46 (Mutual legal assistance), paragraph 9, of the Merida Convention", ["uncac:46(9)"]),
    ("UNTOC Article 16 on extradition and Article 18 on mutual legal assistance", ["untoc:16", "untoc:18"]),
    ("European Convention on Extradition, Art. 14, para 1 (b)", ["ece:14(1)(b)"]),
    ("Eur. Conv. on Extradition art. 12", ["ece:12"]),
    ("Convention on the transfer of sentenced persons 1983 art 9(1)(b)", ["sentenced-persons:9(1)(b)"]),
    ("OPSC art 5(2)", ["opsc:5(2)"]),
    ("ReCAAP Article 12", ["recaap:12"]),
    (
        "Optional Protocol on the sale of children, child prostitution and child pornography, article 3(1)(a)",
        ["opsc:3(1)(a)"],
    ),
    ("Art. 3 of the UN Torture Convention", ["cat:3"]),
    ("Art. 16 UNTOC i.V.m. Art. 18 UNTOC", ["untoc:16", "untoc:18"]),
    ("art. 16 UNTOC jo. art. 18", ["untoc:16", "untoc:18"]),
    ("Article 8 (1) and (2) ECHR", ["echr:8(1)", "echr:8(2)"]),
    ("ECHR, Articles 3, 6 and 8", ["echr:3", "echr:6", "echr:8"]),
    ("articles 3 and 6 ECHR", ["echr:3", "echr:6"]),
    ("UNCAC Article forty-six, paragraph nine", ["uncac:46(9)"]),
    ("46th article of UNCAC", ["uncac:46"]),
    ("Palermo, art 16", ["untoc:16"]),
    ("Statute of Rome art 17", ["rome-statute:17"]),
    ("UNTOC, Art 16 § 7, Art 18 § 3", ["untoc:16(7)", "untoc:18(3)"]),
    ("European Convention on Extraditon art 3", ["ece:3"]),
    ("Rome Satute, art. 17", ["rome-statute:17"]),
    ("Istambul Convention art 36", ["istanbul:36"]),
    ("UNTOC Art, 16", ["untoc:16"]),
    ("Artcile 16 of UNTOC", ["untoc:16"]),
    ("UNTOC aritcle 18 (3)", ["untoc:18(3)"]),
    ("article 2(a) UNTOC", ["untoc:2(a)"]),
    ("UNTOC article 2, (a)", ["untoc:2(a)"]),
    ("1957 ECE Art 3.2", ["ece:3(2)"]),
    ("Art. 2 of the 1999 Terrorist Financing Convention", ["terrorist-financing:2"]),
    ("Palermo Protocol art 3(a)", ["tip-protocol:3(a)"]),
    ("Smuggling Protocol, arts 5 and 6(1)", ["som-protocol:5", "som-protocol:6(1)"]),
    (
        (
            "article 3 of the Protocol against the Smuggling of Migrants by Land, Sea and "
            "Air, supplementing the United Nations Convention against Transnational Organized"
            " Crime"
        ),
        ["som-protocol:3"],
    ),
    (
        (
            "Protocol to Prevent, Suppress and Punish Trafficking in Persons, Especially "
            "Women and Children, supplementing the United Nations Convention against "
            "Transnational Organized Crime (adopted 15 November 2000, entered into force 25 "
            "December 2003) 2237 UNTS 319, art 3(a)"
        ),
        ["tip-protocol:3(a)"],
    ),
    ("Single Convention on Narcotic Drugs, 1961, art. 36", ["single-convention-1961:36"]),
    ("1961 Single Convention as amended by the 1972 Protocol, art 36(2)", ["single-convention-1961:36(2)"]),
    ("Vienna Convention on Consular Relations 1963, Article 36(1)(b)", ["vccr:36(1)(b)"]),
    ("Art. 36 para. 1 lit. b WÜK", ["vccr:36(1)(b)"]),
    ("art. 6 par. 3 onder c EVRM", ["echr:6(3)(c)"]),
    ("artikel 6 lid 1 EVRM", ["echr:6(1)"]),
    ("articolo 6, paragrafo 1, CEDU", ["echr:6(1)"]),
    ("art. 6.1 CEDH", ["echr:6(1)"]),
    ("article 6, paragraphe 3, lettre c, CEDH", ["echr:6(3)(c)"]),
    ("l'article 3 de la CEDH", ["echr:3"]),
    ("l'article 6 § 1 de la Convention européenne des droits de l'homme", ["echr:6(1)"]),
    ("Art. 3 EMRK und Art. 3 Antifolterkonvention", ["echr:3", "cat:3"]),
    ("ECHR art 8(2) and ICCPR art 17(1)", ["echr:8(2)", "iccpr:17(1)"]),
    ("ICCPR arts 9, 14", ["iccpr:9", "iccpr:14"]),
    ("ICCPR, art. 14 (3) (d)", ["iccpr:14(3)(d)"]),
    ("ICCPR 14(3)(d)", ["iccpr:14(3)(d)"]),
    ("Rome Statute, Part 9, article 93(1)(l)", ["rome-statute:93(1)(l)"]),
    ("Rome Statute, arts. 86-88, 93", ["rome-statute:86", "rome-statute:87", "rome-statute:88", "rome-statute:93"]),
    ("Articles 5, 6, 8 and 23 of the Organized Crime Convention", ["untoc:5", "untoc:6", "untoc:8", "untoc:23"]),
    (
        "article 44, paragraphs 4 to 6, of the Convention against Corruption",
        ["uncac:44(4)", "uncac:44(5)", "uncac:44(6)"],
    ),
    ("Convention against Corruption, art. 44 (4)–(6)", ["uncac:44(4)", "uncac:44(5)", "uncac:44(6)"]),
    ("UNCAC: art 44, art 46", ["uncac:44", "uncac:46"]),
    ("Art 44 of the UN Convention Against Corruption 2003", ["uncac:44"]),
    ("United Nations Convention against Corruption, Dec. 9, 2003, 2349 U.N.T.S. 41, art. 44", ["uncac:44"]),
    ("Article II(c) of the Genocide Convention", ["genocide:II(c)"]),
    ("Art. II lit. c Genocide Convention", ["genocide:II(c)"]),
    ("Genocide Convention Art VI.", ["genocide:VI"]),
    ("Genocide Convention, articles I to III", ["genocide:I", "genocide:II", "genocide:III"]),
    ("Convention on the Physical Protection of Nuclear Material, Art. XI", ["nuclear-material:11"]),
    ("Hague Convention for the Suppression of Unlawful Seizure of Aircraft art 4(2)", ["hague-hijacking:4(2)"]),
    ("The Hague Hijacking Convention art. 7", ["hague-hijacking:7"]),
    ("the 1983 Convention, art 3(1)", ["sentenced-persons:3(1)"]),
    ("ETS No 185 Art 35(1)", ["budapest:35(1)"]),
    ("STE n° 112, article 3, paragraphe 1, lettre d", ["sentenced-persons:3(1)(d)"]),
    ("STCE 198, art. 46", ["warsaw-2005:46"]),
    ("European Treaty Series No. 90 art 1", ["ecst-1977:1"]),
    ("UNTS vol. 1582, p. 95, art. 3", ["drugs-1988:3"]),
    ("UN Doc A/RES/58/4, Art 16", ["uncac:16"]),
    ("GA Res. 39/46, annex, art. 8", ["cat:8"]),
    (
        "UNTOC, Art. 10 (1)–(4) and Art. 11(1)",
        ["untoc:10(1)", "untoc:10(2)", "untoc:10(3)", "untoc:10(4)", "untoc:11(1)"],
    ),
    ("arts. 6(1)(a)(i) and 6(1)(a)(ii) UNTOC", ["untoc:6(1)(a)(i)", "untoc:6(1)(a)(ii)"]),
    ("UNTOC, art. 6 (1) (a) (i)–(ii)", ["untoc:6(1)(a)(i)", "untoc:6(1)(a)(ii)"]),
    ("Art. 18(3)(a), (b) and (c) UNTOC", ["untoc:18(3)(a)", "untoc:18(3)(b)", "untoc:18(3)(c)"]),
    ("subparagraphs (a) and (b) of article 18, paragraph 3, of UNTOC", ["untoc:18(3)(a)", "untoc:18(3)(b)"]),
    ("UNTOC, articles 5, paragraph 1, and 6, paragraph 1", ["untoc:5(1)", "untoc:6(1)"]),
    ("articles 16, paragraph 10, and 18, paragraph 3, of UNTOC", ["untoc:16(10)", "untoc:18(3)"]),
    (
        "Article 14 of the Convention on Cybercrime and article 15 of the same instrument",
        ["budapest:14", "budapest:15"],
    ),
    ("See UNTOC, art. 16; see also ibid., art. 18, and UNCAC, art. 44.", ["untoc:16", "untoc:18", "uncac:44"]),
    ("the Convention on Cybercrime. Its Article 32 allows", ["budapest:32"]),
    ("ECE, first sentence of article 16(4)", ["ece:16(4)"]),
    ("Article 16, paragraph 4, second sentence, ECE", ["ece:16(4)"]),
    ("chapeau of article 6(1) UNTOC", ["untoc:6(1)"]),
    ("article 6 (chapeau) UNTOC", ["untoc:6"]),
    ("Artt. 5-6 UNTOC", ["untoc:5", "untoc:6"]),
    ("untoc article 18", ["untoc:18"]),
    ("ece art 6", ["ece:6"]),
    ("echr article 8", ["echr:8"]),
    ("ARTICLE 6 OF THE EUROPEAN CONVENTION ON EXTRADITION", ["ece:6"]),
    ("european convention on extradition article 6", ["ece:6"]),
    ("Article 6 European Convention on Human Rights", ["echr:6"]),
    ("UNTOC Art. XVI(10)", ["untoc:16(10)"]),
    ("Second Protocol to the European Convention on Extradition, art. 5", ["ece-ap2:5"]),
    ("First Additional Protocol to the Budapest Convention, art 5(1)", ["budapest-ap1:5(1)"]),
    ("Additional Protocol to the Budapest Convention, art 3", ["budapest-ap1:3"]),
    ("Third Additional Protocol to the ECE art 4(1)", ["ece-ap3:4(1)"]),
    ("Criminal Law Convention on Corruption, Art. 27, para. 2", ["criminal-corruption:27(2)"]),
    ("CoE Criminal Law Convention on Corruption (ETS 173) art 27", ["criminal-corruption:27"]),
    ("Nuclear Material Convention 1980 art 9", ["nuclear-material:9"]),
    ("Drug Trafficking Convention 1988, art 7(2)(a)", ["drugs-1988:7(2)(a)"]),
    ("UN Drugs Convention 1988 art 6", ["drugs-1988:6"]),
    ("United Nations Drug Convention of 1988, art. 7", ["drugs-1988:7"]),
    ("Vienna Drug Convention art 5(4)(b)", ["drugs-1988:5(4)(b)"]),
    ("Narcotics Convention 1988, art 5", ["drugs-1988:5"]),
    ("Convention on Consular Relations, art 36", ["vccr:36"]),
    ("Enforced Disappearances Convention art 13(4)", ["enforced-disappearance:13(4)"]),
    ("Convention on the Safety of UN Personnel, art 15", ["un-personnel:15"]),
    ("UN Safety Convention art 13", ["un-personnel:13"]),
    ("CoE Convention on Prevention of Terrorism art 5", ["coe-terrorism-2005:5"]),
    ("Lanzarote art 25", ["lanzarote:25"]),
    ("Macolin Convention article 15", ["sports-manipulation:15"]),
    ("FCTC Protocol art 30", ["tobacco-protocol:30"]),
    ("Protocol to Eliminate Illicit Trade in Tobacco Products, art 31(1)", ["tobacco-protocol:31(1)"]),
    ("Hague Validity Convention art 53(1)", ["validity-judgments:53(1)"]),
    ("Conditional Sentences Convention art 7", ["conditional-sentences:7"]),
    ("Netherlands-Hong Kong agreement art 4", ["nl-hk-mla:4"]),
    ("Counterfeiting Convention, Article 3", ["counterfeiting-1929:3"]),
    ("Geneva Convention for the Suppression of Counterfeiting Currency, art 3", ["counterfeiting-1929:3"]),
    ("2nd Additional Protocol to the ECE, art 3(2)", ["ece-ap2:3(2)"]),
    ("the 16th article of UNTOC", ["untoc:16"]),
    ("2nd paragraph of article 16 UNCAC", ["uncac:16(2)"]),
    ("1st Additional Protocol to the Budapest Convention art 3", ["budapest-ap1:3"]),
    ("Convention d'Istanbul, art. 36", ["istanbul:36"]),
    ("GENOCIDE CONVENTION, ARTICLE II", ["genocide:II"]),
    ("Convention on Cybercrime, Budapest, 23.XI.2001, art. 35", ["budapest:35"]),
    (
        ("Convention on Cybercrime, opened for signature 23 Nov. 2001, E.T.S. No. 185, arts. 16-17"),
        ["budapest:16", "budapest:17"],
    ),
    ("Article 29 Convention on Cybercrime (ETS No. 185)", ["budapest:29"]),
    ("article 6 (1) ICPPED (2006)", ["enforced-disappearance:6(1)"]),
    ("Rome Statute Article 8(2)(b)(xxvi)", ["rome-statute:8(2)(b)(xxvi)"]),
    ("Rome Statute article 7(1)(k)", ["rome-statute:7(1)(k)"]),
    ("UNTOC arts 5, 6; UNCAC arts 15, 16", ["untoc:5", "untoc:6", "uncac:15", "uncac:16"]),
    ("Compare UNTOC art. 16(7) with UNCAC art. 44(8).", ["untoc:16(7)", "uncac:44(8)"]),
    (
        "Both UNTOC (article 18, paragraph 9) and UNCAC (article 46, paragraph 9 (b)) say so.",
        ["untoc:18(9)", "uncac:46(9)(b)"],
    ),
    ("EU MLA Convention 2000, art 10(9)", ["eu-mla-2000:10(9)"]),
    ("2000 EU Mutual Assistance Convention, art. 13", ["eu-mla-2000:13"]),
    (
        "European Convention on Mutual Assistance in Criminal Matters between the Member "
        "States of the European Union, art 6",
        ["eu-mla-2000:6"],
    ),
    ("Protocol of 16 October 2001 to the EU MLA Convention, art 1(3)", ["eu-mla-2001-protocol:1(3)"]),
    ("2nd Additional Protocol to the ECMA, art 3", ["ecma-ap2:3"]),
    ("ZPII EUeR Art. 20", ["ecma-ap2:20"]),
    ("ETS 182 art 9(2)", ["ecma-ap2:9(2)"]),
    ("ETS 99, art. 8(2)(b)", ["ecma-ap1:8(2)(b)"]),
]

LEFT_ALONE = [
    "Tokyo Convention art. 25",
    "articles 39 to 45 UNTOC",
    "UNTOC art 18(31)",
    "ECHR Protocol 7, art 4",
    "Article 2 of Protocol No. 7 to the European Convention on Human Rights",
    "Optional Protocol to the Convention against Torture, art 4",
    "section 87 of the Extradition Act 2003",
    "s. 12 Crime (International Co-operation) Act 2003",
    "Council Framework Decision 2002/584/JHA, art 3",
    "Art. 267 TFEU",
    "art 50 of the Charter of Fundamental Rights",
    "GDPR art 6(1)",
    "§ 73 IRG",
    "Art. 6 StPO",
    "article 113-7 du code pénal",
    "Inter-American Convention on Extradition, art 4(4)",
    "Inter-American Convention against Corruption, art XIII",
    "Geneva Convention, art 3",
    "UN Charter, art 2(4)",
    "Vienna Convention, art 36",
    "Arab Convention for the Suppression of Terrorism, art 5",
    "Civil Law Convention on Corruption, art 3",
    "Extradition Treaty between the United States and Italy, art. 5",
    "US-UK Extradition Treaty, art 8(3)",
    "article 6",
    "art. 18(3)",
    "Convention, art. 9",
    "the Additional Protocol, art 3",
    "see para. 5 above",
    "Case C-216/18 PPU, para 79",
    "Soering v United Kingdom (1989) 11 EHRR 439, para 88",
    "ICC-01/04-01/06, para. 14",
    "16 March 2005",
    "Reg. (EU) 2018/1805 Art. 8",
    "ETS 190 art 2",
    "CETS 212, art 1",
    "Under UNTOC and UNCAC, what does article 16 say?",
    "the 1988 Convention, art 3",
    "Montreal Convention 1999, art 17",
    "the cat sat on art. 3",
    "Mr Cat, article 7",
    "European Convention on Extradition (ETS 30), art 6",
    "Kyoto Protocol, art 3",
    "Minsk Convention of 1993, art 56",
    "Convention on the Rights of the Child, article 35",
    "Explanatory Report to the European Convention on Extradition, para 15",
    "Explanatory Report to ETS 24, art 10",
    "UNODC Legislative Guide, para. 414",
    "Regulation (EU) 2016/794, art. 18",
    "Model Treaty on Extradition, article 3",
    "article 4 of the UN Model Treaty on Extradition",
    "articles 6(1) and 7 thereof",
    "Bundesgesetz, Art. 3",
    "Schengen Convention art 54",
    "art. 54 CISA",
    "Art. 2 of the 1998 Terrorist Financing Convention",
    "Art. 3 UNTOC Protocol",
    "UNTOC Protocols, art 3",
    "Hague Convention on the Civil Aspects of International Child Abduction, art 12",
    "Hague Evidence Convention, art 3",
    ("Montreal Convention for the Unification of Certain Rules for International Carriage by Air, art 17"),
    "Rome Convention on the law applicable to contractual obligations, art 4",
    "Rome I Regulation, art 4",
    "Geneva Convention III, art 13",
    "Article 3 of the Fourth Geneva Convention",
    "Additional Protocol I to the Geneva Conventions, art 75",
    "Art. 5 of Protocol II",
    "Vienna Convention on the Law of the Sea, art 2",
    "Tokyo Convention on Environment, art 3",
    ("Budapest Treaty on the International Recognition of the Deposit of Microorganisms, art 3"),
    "Istanbul Protocol, para 3",
    "Warsaw Pact, art 4",
    "Lisbon Treaty, art 2",
    "Treaty of Rome, art 85",
    "Convention of 19 June 1990 implementing the Schengen Agreement, Art. 54",
    "Council Act of 29 May 2000, art 3",
    "Regulation 2018/1805, art 8(1)",
    "EPO art 123(2)",
    "Penal Code, s 34",
    "Article 226-4 Code pénal",
    "Strafgesetzbuch § 7",
    "Art. 35 IMAC",
    "art 7 of the Swiss Federal Act on International Mutual Assistance in Criminal Matters",
    "Police and Criminal Evidence Act 1984, s 78(1)",
    "U.S. Const. art. III, § 2",
    "Constitution, art. 25",
    "Article 10 of the Italian Constitution",
    "Fed. R. Crim. P. 15",
    "ICTY Statute, art 7(1)",
    "Statute of the International Court of Justice, art 38(1)",
    "[2008] UKHL 59, para 12",
    "A/HRC/31/57, para. 20",
    "CAC/COSP/2015/9, para. 4",
    "S/RES/1373 (2001), para 2(f)",
    "UNSC Res 1373, para 2",
    "A/RES/60/147, annex, art 3",
    "on 18 March 2003 at 9(a) Main Street",
    "pages 16-18",
    "tel. 0031 70 340 7911",
    "Article IV of the Treaty of Peace",
    "Extradition Treaty, art 4",
    "bilateral treaty, article 6(1)",
    "Benelux Extradition Treaty, art 11",
    "the Convention on the Rights of Persons with Disabilities, art 12",
    "International Covenant on Economic, Social and Cultural Rights, art 2(1)",
    "Convention for the Suppression of the Traffic in Persons, art 1",
    "1949 Convention, art 8",
    "Under article 7 of this Convention",
    "Art 1 Protocol 1 ECHR",
    "A1P1",
    "Protocol No 14 to the ECHR, art 2",
    "Protocol to the European Convention on Extradition, art 2",
    "Fifth Additional Protocol to the European Convention on Extradition, art 3",
]


def resolved(text: str) -> list[str]:
    return [one for citation in cite(text, CATALOGUE) if citation.status == "resolved" for one in citation.ids]


@pytest.mark.parametrize(("text", "ids"), RESOLVED)
def test_a_citation_leads_to_its_provisions(text, ids):
    assert resolved(text) == ids


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_is_not_ours_or_not_there_resolves_to_nothing(text):
    assert resolved(text) == []


@pytest.mark.parametrize(
    ("text", "status", "reach"),
    [
        ("UNTOC art 18(31)", "no-such-provision", "article 18, paragraphs 1-30"),
        ("UNTOC art 99", "no-such-provision", "articles 1-41"),
        ("UNTOC art 6(1)(z)", "no-such-provision", "article 6, paragraph 1, letters a-b"),
        ("Tokyo Convention art 25", "not-in-library", None),
        ("EAW Framework Decision, art 3", "not-in-library", None),
        ("section 3 of the Extradition Act 2003", "not-in-library", None),
        ("Hague Convention of 1970, art 9", "ambiguous", None),
        ("article 6", "ambiguous", None),
    ],
)
def test_a_status_says_why(text, status, reach):
    (citation,) = cite(text, CATALOGUE)
    assert citation.status == status
    assert reach is None or citation.range == reach


def test_two_candidates_are_offered_and_none_is_chosen():
    (citation,) = cite("Hague Convention of 1970, art 9", CATALOGUE)
    assert set(citation.candidates) == {"hague-hijacking:9", "validity-judgments:9"}
    assert citation.ids == ()


def test_a_name_and_a_series_number_that_disagree_are_ambiguous():
    (citation,) = cite("European Convention on Extradition (ETS 30), art 6", CATALOGUE)
    assert citation.status == "ambiguous"


def test_an_instrument_alone_is_cited_as_a_whole():
    (citation,) = cite("See the Palermo Convention.", CATALOGUE)
    assert (citation.text, citation.ids) == ("Palermo Convention", ("untoc",))


def test_each_item_of_a_list_is_a_citation_of_its_own():
    found = cite("UNTOC arts 16(1), 17 and 18(3)", CATALOGUE)
    assert [citation.text for citation in found] == ["UNTOC arts 16(1)", "17", "18(3)"]


@given(
    st.lists(
        st.sampled_from("art. 18 (3) UNTOC , ; and of the said Convention ETS 24 para § bis – ) ( ibid 1988".split())
    )
)
def test_any_jumble_of_citing_words_gives_exact_slices(words):
    _exact_slices(" ".join(words))


@given(st.text(max_size=120))
@settings(max_examples=150)
def test_any_text_gives_exact_slices(text):
    _exact_slices(text)


def _exact_slices(text: str) -> None:
    for citation in cite(text, CATALOGUE):
        assert citation.text == text[citation.start : citation.end]
        assert all(CATALOGUE.exists(one) for one in citation.ids)


@pytest.mark.parametrize("before", ["", "𝔘𝔫𝔦 ", "é́ ", "\u200b\n\t"])
def test_offsets_count_code_points(before):
    text = f"{before}see UNTOC art 18(3) there"
    (citation,) = cite(text, CATALOGUE)
    assert citation.text == text[citation.start : citation.end] == "UNTOC art 18(3)"


# ── there and back ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("slug", CATALOGUE.outlined)
@pytest.mark.parametrize("style", ["house", "short"])
def test_every_written_citation_leads_back_to_its_id(slug, style):
    for identifier in CATALOGUE.outline(slug).ids():
        assert [citation.ids for citation in cite(format_id(identifier, CATALOGUE, style), CATALOGUE)] == [
            (identifier,)
        ]


@pytest.mark.parametrize(
    ("identifier", "house", "short"),
    [
        ("ece:6(1)(a)", "European Convention on Extradition, art 6(1)(a)", "ETS 24, art 6(1)(a)"),
        (
            "untoc:18(3)",
            "United Nations Convention against Transnational Organized Crime, art 18(3)",
            "UNTOC, art 18(3)",
        ),
        ("warsaw-2005:17", "Warsaw Convention, art 17", "CETS 198, art 17"),
        ("budapest", "Convention on Cybercrime", "ETS 185"),
        ("uncac:preamble(4)", "United Nations Convention against Corruption, preamble(4)", "UNCAC, preamble(4)"),
        ("ladders:s3.2", "ladders, section 3.2", "ladders, section 3.2"),
    ],
)
def test_house_and_short_style(identifier, house, short):
    assert format_id(identifier, CATALOGUE) == house
    assert format_id(identifier, CATALOGUE, "short") == short


# ── the reference set ────────────────────────────────────────────────────────────────────────────────────────────────


def test_reference_citations_score_at_least_98_percent(shared, tmp_path):
    source = shared / "eval" / "citations_dev.jsonl"
    rows = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()]
    run = tmp_path / "run.jsonl"
    done = [{"cid": row["cid"], "citations": [asdict(one) for one in cite(row["text"], CATALOGUE)]} for row in rows]
    run.write_text("\n".join(map(json.dumps, done)), encoding="utf-8")
    command = [sys.executable, str(shared / "tools" / "score.py"), "cite", str(source), str(run), "--json"]
    scored = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)["all"]
    assert scored["resolved right"] >= 0.98
    assert scored["left unresolved"] >= 0.98


def test_a_short_text_takes_a_few_milliseconds():
    cite("UNTOC art 1", CATALOGUE)
    text = "Article 6, paragraph 1, of the European Convention on Extradition, read with UNTOC art. 16(10)"
    assert min(_seconds(text) for _ in range(20)) < 0.005


def _seconds(text: str) -> float:
    start = time.perf_counter()
    cite(text, CATALOGUE)
    return time.perf_counter() - start


def test_the_ids_that_a_guide_rests_on_are_read_in_its_sentences():
    lines = (ROOT / "corpus" / "guides" / "corruption.md").read_text(encoding="utf-8").splitlines()
    rested = [(line, found[1].split("; ")) for line in lines if (found := re.search(r"\[(\w[^\]]*:[^\]]*)\]$", line))]
    assert len(rested) > 20
    for line, ids in rested:
        assert set(ids) <= {one for citation in cite(line, CATALOGUE) for one in citation.ids}, line
