"""Jupyter saves notebooks as `./llm run --save` does, without counts that change with every run."""


def without_counts(model, **_):
    if model["type"] != "notebook" or model["content"]["nbformat"] != 4:
        return
    for cell in model["content"]["cells"]:
        cell["metadata"].pop("execution", None)
        if cell["cell_type"] == "code":
            cell["execution_count"] = None
            for output in cell["outputs"]:
                if "execution_count" in output:
                    output["execution_count"] = None


c.FileContentsManager.pre_save_hook = without_counts
