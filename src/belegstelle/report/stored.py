"""How a notebook is stored: the same bytes from a run and from a save in JupyterLab."""

# What a kernel says of itself beyond these changes from one Python to the next.
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
LANGUAGE = {"name": "python"}


def settle(metadata: dict) -> None:
    """Name in a notebook's metadata its kernel and language, and no version of them.

    A notebook of another kernel than Python's own is left as it is.
    """
    kernel = metadata.get("kernelspec") or KERNEL
    language = metadata.get("language_info") or LANGUAGE
    if kernel.get("name") == KERNEL["name"] and language.get("name") == LANGUAGE["name"]:
        metadata |= {"kernelspec": dict(KERNEL), "language_info": dict(LANGUAGE)}


def settle_saved(model: dict, **_) -> None:
    """Settle what JupyterLab is about to save: a pre-save hook of Jupyter's contents manager."""
    if model["type"] == "notebook":
        settle(model["content"]["metadata"])
