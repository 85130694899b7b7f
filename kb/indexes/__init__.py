"""Lexical and dense indexes and the folder that keeps them: one small contract, rows in, scores out."""
