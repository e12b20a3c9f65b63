"""How a notebook is stored: the same bytes from a run and from a save in JupyterLab."""

from belegstelle.report.links import closed

# What a kernel says of itself beyond these changes from one Python to the next.
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
LANGUAGE = {"name": "python"}
# How a notebook names an output that a widget draws as long as its kernel runs.
WIDGET = "application/vnd.jupyter.widget-view+json"


def settle(metadata: dict) -> None:
    """Name in a notebook's metadata its kernel and language, and no version of them.

    A notebook of another kernel than Python's own is left as it is.
    """
    kernel = metadata.get("kernelspec") or KERNEL
    language = metadata.get("language_info") or LANGUAGE
    if kernel.get("name") == KERNEL["name"] and language.get("name") == LANGUAGE["name"]:
        metadata |= {"kernelspec": dict(KERNEL), "language_info": dict(LANGUAGE)}


def settle_saved(model: dict, **_) -> None:
    """Settle what JupyterLab is about to save: a pre-save hook of Jupyter's contents manager.

    A widget is left out: what stands beside it, the desk's sentence, is saved. So is where links
    lead on this machine.
    """
    if model["type"] != "notebook":
        return
    content = model["content"]
    settle(content["metadata"])
    content["metadata"].pop("widgets", None)
    for cell in content["cells"]:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            data.pop(WIDGET, None)
            told = output.get("metadata", {})
            if pages := told.get("text/html", {}).get("pages"):
                data["text/html"] = closed("".join(data["text/html"]), pages)
                told.pop("text/html")
