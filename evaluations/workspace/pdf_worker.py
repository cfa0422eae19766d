"""Opens a PDF that somebody sent, in a process of its own: run as a script, never imported by the application.

A hostile file may ask for hours or gigabytes, or crash the library: then this process dies, and nothing else. Commands,
with the path of the file: ``check MAX_PAGES`` → JSON with the pages, or what is wrong with it; ``image PAGE WIDTH`` →
one page as PNG; ``text PAGE`` → its words. Pages count from 1. Neither Django nor anything of ours is loaded.
"""

import io
import json
import sys

MEMORY = 1_500_000_000  # bytes of address space
SECONDS = 20  # of processor time
TALLEST = 3000  # pixels: a poster is shown smaller
_ACTIVE = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/Movie", "/Sound", "/GoToE"}
_ACTIVE_ANNOTATIONS = {"/RichMedia", "/Screen", "/3D", "/Movie", "/Sound"}


def main(command: str, path: str, *numbers: str) -> None:
    _limit()
    values = [int(number) for number in numbers]
    if command == "check":
        print(json.dumps(check(path, *values)))
    elif command == "image":
        sys.stdout.buffer.write(image(path, *values))
    elif command == "text":
        sys.stdout.buffer.write(text(path, *values).encode("utf-8", "replace"))
    else:
        raise SystemExit(f"unknown command: {command}")


def check(path: str, max_pages: int) -> dict[str, int | str]:
    """``pages``, or ``wrong``: encrypted, damaged, long, active or attached."""
    import pikepdf  # noqa: PLC0415  (a command loads its own library only: the process lives for one)

    try:
        with pikepdf.open(path, suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                return {"wrong": "encrypted"}
            pages = len(pdf.pages)
            if pages == 0:
                return {"wrong": "damaged"}
            if pages > max_pages:
                return {"wrong": "long"}
            return {"wrong": wrong} if (wrong := _forbidden(pdf, pikepdf)) else {"pages": pages}
    except pikepdf.PasswordError:
        return {"wrong": "encrypted"}
    except pikepdf.PdfError:
        return {"wrong": "damaged"}


def image(path: str, page: int, width: int) -> bytes:
    import pypdfium2  # noqa: PLC0415  (as above)

    with pypdfium2.PdfDocument(path) as pdf:
        sheet = pdf[page - 1]
        wide, tall = sheet.get_size()
        scale = min(width / max(wide, 1), TALLEST / max(tall, 1))
        written = io.BytesIO()
        sheet.render(scale=scale).to_pil().save(written, "PNG")
        return written.getvalue()


def text(path: str, page: int) -> str:
    import pypdfium2  # noqa: PLC0415  (as above)

    with pypdfium2.PdfDocument(path) as pdf:
        return pdf[page - 1].get_textpage().get_text_bounded()


def _forbidden(pdf, pikepdf) -> str:
    """What in the document would act on the reader's machine, or carry another file: active, attached or nothing."""
    waiting = list(pdf.objects)
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Array):
            # What is referred to is in the list of all objects already.
            waiting += [part for part in one if not getattr(part, "is_indirect", False)]
            continue
        if not isinstance(one, (pikepdf.Dictionary, pikepdf.Stream)):
            continue
        keys = set(one.keys())
        if "/EF" in keys or "/EmbeddedFiles" in keys:
            return "attached"
        if keys & {"/JS", "/XFA"} or _name(one, "/S") in _ACTIVE or _name(one, "/Subtype") in _ACTIVE_ANNOTATIONS:
            return "active"
        parts = (one[key] for key in keys if key != "/Length")
        waiting += [part for part in parts if hasattr(part, "is_indirect") and not part.is_indirect]
    return ""


def _name(dictionary, key: str) -> str:
    return str(dictionary.get(key, ""))


def _limit() -> None:
    try:
        import resource  # noqa: PLC0415  (Windows has none: there the clock alone stops us)
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


if __name__ == "__main__":
    main(*sys.argv[1:])
