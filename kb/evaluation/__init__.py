"""Measures rankings against judgements: configurations, runs, comparison, choice among sweeps, refusals, report."""

from kb.evaluation.collection import PlainDocument, load_documents, load_questions
from kb.evaluation.compare import Difference, QueryDifference, by_query, compare
from kb.evaluation.configuration import Inputs, RunConfig, Withheld, load_configurations
from kb.evaluation.measures import BINARY, MEASURES, measure, usual_measures, wrong_instruments
from kb.evaluation.pool import pool, with_judgements
from kb.evaluation.queries import JudgedQuery, load_queries
from kb.evaluation.refusals import Refusals, load_replies, refusals
from kb.evaluation.report import as_json, format_table
from kb.evaluation.runs import Measured, comparable, measured, read_measured, write_folder
from kb.evaluation.summary import Interval, Row, summarise
from kb.evaluation.sweep import Choice, cross_validated
from kb.evaluation.trec import read_qrels, read_run, write_qrels, write_run
from kb.evaluation.units import Qrels, Run, judgements

__all__ = [
    "BINARY",
    "MEASURES",
    "Choice",
    "Difference",
    "Inputs",
    "Interval",
    "JudgedQuery",
    "Measured",
    "PlainDocument",
    "Qrels",
    "QueryDifference",
    "Refusals",
    "Row",
    "Run",
    "RunConfig",
    "Withheld",
    "as_json",
    "by_query",
    "comparable",
    "compare",
    "cross_validated",
    "format_table",
    "judgements",
    "load_configurations",
    "load_documents",
    "load_queries",
    "load_questions",
    "load_replies",
    "measure",
    "measured",
    "pool",
    "read_measured",
    "read_qrels",
    "read_run",
    "refusals",
    "summarise",
    "usual_measures",
    "with_judgements",
    "write_folder",
    "write_qrels",
    "write_run",
    "wrong_instruments",
]
