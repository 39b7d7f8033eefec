"""Executes every notebook in real Jupyter, through the book's own kernel. Fails if a cell does.

Usage: JUPYTER_PATH=$(./llm notebooks --kernel-path) python3 .ci/notebooks.py [NOTEBOOK ...]
Needs Debian's python3-nbclient. LLM_SCALE=ci makes it quick.
"""
import pathlib
import sys
import time

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

CELL_SECONDS = 1200


def execute(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    client = NotebookClient(notebook, timeout=CELL_SECONDS, kernel_name="java",
                            resources={"metadata": {"path": str(path.parent)}})
    client.execute()
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                raise RuntimeError("a cell ended with an error: " + output.evalue)


def main():
    folder = pathlib.Path(__file__).resolve().parent.parent / "notebooks"
    paths = [pathlib.Path(name) for name in sys.argv[1:]] or sorted(folder.glob("*.ipynb"))
    failed = 0
    for path in paths:
        start = time.time()
        try:
            execute(path)
            print("✓ %s in Jupyter: %.1f s" % (path.name, time.time() - start), flush=True)
        except (CellExecutionError, RuntimeError) as error:
            failed += 1
            print("✗ %s in Jupyter:\n%s" % (path.name, error), flush=True)
    sys.exit(1 if failed else 0)


main()
