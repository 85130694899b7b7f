"""The risk-coverage curve as an SVG and a table.

(cat eval/questions.jsonl; grep '"answerable": false' eval/refusal.jsonl) > ASKED; kb batch ask ASKED -o OUT
python benchmarks/risk_coverage.py OUT ASKED
"""

from __future__ import annotations

import sys
from pathlib import Path

from kb.evaluation import load_queries
from kb.evaluation.plots import curve
from kb.evaluation.refusals import load_replies, refusals

IMAGE = Path(__file__).resolve().parent.parent / "docs" / "images" / "risk-coverage.svg"
STYLE = (
    "text{font:12px sans-serif;fill:#57606a}.small{font-size:11px}.grid{stroke:#d0d7de}"
    ".line{fill:none;stroke:#0969da;stroke-width:2}"
)


def main(run: Path, asked: Path) -> None:
    """Write the image and print risk at tenths of coverage."""
    found = refusals(load_queries(asked), load_replies(run))
    image = curve([(round(c, 4), round(r, 4)) for c, r in found.curve])
    IMAGE.write_text(
        image.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1).replace(
            ">", f"><style>{STYLE}</style>", 1
        )
        + "\n",
        encoding="utf-8",
    )
    print("| coverage | risk |\n|---|---|")
    for tenth in range(1, 11):
        reached = [(c, r) for c, r in found.curve if c <= tenth / 10 + 1e-9]
        if reached and reached[-1][0] > (tenth - 1) / 10:
            print(f"| {reached[-1][0]:.2f} | {reached[-1][1]:.3f} |")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
