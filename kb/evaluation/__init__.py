"""Measures rankings against judgements: reads judged questions, writes and reads TREC files, sums up with intervals."""

from kb.evaluation.measures import MEASURES, measure
from kb.evaluation.queries import JudgedQuery, load_queries
from kb.evaluation.report import as_json, format_table
from kb.evaluation.summary import Interval, Row, summarise
from kb.evaluation.trec import read_qrels, read_run, write_qrels, write_run
from kb.evaluation.units import Qrels, Run, judgements

__all__ = [
    "MEASURES",
    "Interval",
    "JudgedQuery",
    "Qrels",
    "Row",
    "Run",
    "as_json",
    "format_table",
    "judgements",
    "load_queries",
    "measure",
    "read_qrels",
    "read_run",
    "summarise",
    "write_qrels",
    "write_run",
]
