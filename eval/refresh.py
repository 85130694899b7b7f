"""Measure again: builds the corpus that ships, runs `configs/`, writes the baseline, the ablation table and a report.

    python eval/refresh.py [-o FOLDER]

Run it after a change that is meant to move the figures, and commit `baseline.json` and `README.md`.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path

from kb.config import Settings
from kb.evaluation import comparable
from kb.evaluation.baseline import ablation_table, baseline_of, between_marks
from kb.faces.progress import Progress
from kb.service.build import build
from kb.service.evaluate_report import write_report
from kb.service.evaluate_run import run_configurations

HERE = Path(__file__).resolve().parent
BASE = "whole"
SEED = 0


def main() -> None:
    """Measure, then write."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    asked.add_argument("-o", "--output", type=Path, default=HERE.parent / "runs", help="where index and runs go")
    output: Path = asked.parse_args().output
    usual = Settings.from_environment()
    settings = replace(usual, index=output / "corpus-index")
    with Progress() as progress:
        build([Path("corpus")], settings, with_digests=True, progress=progress, reuse=(usual.index,))
        runs = run_configurations(sorted((HERE / "configs").glob("*.toml")), settings, output, progress)
    ordered = comparable(sorted(runs, key=lambda run: run.name != BASE))
    table = ablation_table(ordered, SEED)
    (HERE / "baseline.json").write_text(json.dumps(baseline_of(ordered[0], SEED), indent=1) + "\n", encoding="utf-8")
    readme = HERE / "README.md"
    readme.write_text(between_marks(readme.read_text(encoding="utf-8"), "ablation", table), encoding="utf-8")
    write_report(ordered, output / "report.html", "Treaty KB: what each part brings", SEED, None)
    print(f"{table}\n\n{output / 'report.html'}")


if __name__ == "__main__":
    main()
