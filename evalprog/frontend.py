"""Makes static/build/ (script, style sheet, fonts) from static/src/ and npm's packages. Standard library only."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "static" / "src"
BUILD = ROOT / "static" / "build"
STAMP = BUILD / ".stamp"
LOCK = ROOT / "package-lock.json"
MODULES = ROOT / "node_modules"
# Typefaces that only paper needs: browsers have emoji of their own.
PAPER_FONTS = ("@fontsource/noto-emoji/files/noto-emoji-emoji-400-normal.woff2",)
ESBUILD = (
    "--bundle",
    "--minify",
    "--format=esm",
    "--splitting",  # what only some pages need is loaded by them (the editor)
    "--chunk-names=[name]-[hash]",
    "--target=es2022",
    "--log-level=warning",
    "--loader:.woff2=file",
    "--asset-names=fonts/[name]",  # stable names: the PDF embeds the same files
    f"--outdir={BUILD}",
)


def digest_of(*files: Path) -> str:
    whole = hashlib.sha256()
    for file in files:
        whole.update(f"{os.path.relpath(file, ROOT)}\0{file.stat().st_size}\0".encode() + file.read_bytes())
    return whole.hexdigest()


def sources_digest() -> str:
    return digest_of(LOCK, Path(__file__), *sorted(p for p in SOURCES.rglob("*") if p.is_file()))


def is_current() -> bool:
    """Whether the bundle was made from the present sources, packages and options."""
    return STAMP.exists() and STAMP.read_text() == sources_digest()


def find_node(extra: Path) -> tuple[str, str] | None:
    """Node.js 18 or later and its npm, on the PATH or in the folder given; None when either is missing."""
    for path in (os.environ.get("PATH"), str(extra)):
        node, npm = shutil.which("node", path=path), shutil.which("npm", path=path)
        if node and npm:
            answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
            version = re.match(r"v(\d+)", answer)
            if version and int(version[1]) >= 18:
                return node, npm
    return None


def build(extra: Path, env: dict[str, str], run: Callable[..., None]) -> None:
    """Installs the locked packages when the lock changed, then bundles. No package's own script is ever run."""
    found = find_node(extra)
    if not found:
        raise SystemExit("Node.js (18 ou plus récent) et npm sont introuvables, même après leur installation.")
    node, npm = found
    env = {**env, "PATH": os.pathsep.join((str(Path(node).parent), env.get("PATH", "")))}
    installed, wanted = MODULES / ".evalprog", digest_of(LOCK)
    if not installed.exists() or installed.read_text() != wanted:
        run(
            npm,
            "ci",
            "--prefix",
            ROOT,
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--no-update-notifier",
            "--loglevel=error",
            env=env,
        )
        installed.write_text(wanted)
    shutil.rmtree(BUILD, ignore_errors=True)
    entries = (SOURCES / "main.js", SOURCES / "main.css")
    run(node, MODULES / "esbuild" / "bin" / "esbuild", *entries, *ESBUILD, env=env)
    for font in PAPER_FONTS:
        shutil.copy(MODULES / font, BUILD / "fonts")
    STAMP.write_text(sources_digest())
