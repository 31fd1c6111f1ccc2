"""Every relative link of a Markdown page leads to a file of the repository, and its #anchor to a heading."""

import pathlib
import re
import subprocess
import sys
from urllib.parse import unquote

LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?^\s*```|`[^`\n]*`", re.DOTALL | re.MULTILINE)
FENCE = re.compile(r"```.*?^\s*```", re.DOTALL | re.MULTILINE)


def anchors(page):
    """The anchors of a page's headings, as GitHub makes them."""
    found = set()
    for heading in re.findall(r"^#+ +(.*)$", FENCE.sub("", page.read_text("utf-8")), re.MULTILINE):
        base = re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")
        anchor, nth = base, 0
        while anchor in found:
            nth += 1
            anchor = f"{base}-{nth}"
        found.add(anchor)
    return found


def main():
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "*.md"],
                            check=True, capture_output=True).stdout.decode()
    pages = [pathlib.Path(name) for name in listed.split("\0") if name]
    links, broken = 0, []
    for page in pages:
        for link in LINK.findall(CODE.sub("", page.read_text("utf-8"))):
            if re.match(r"[a-z]+:", link):
                continue
            links += 1
            path, _, anchor = unquote(link).partition("#")
            target = page.parent / path if path else page
            if not target.exists():
                broken.append(f"{page}: {link}: there is no such file")
            elif anchor and target.suffix == ".md" and anchor not in anchors(target):
                broken.append(f"{page}: {link}: there is no such heading")
    print("\n".join(broken) or f"{len(pages)} pages, {links} links, all lead somewhere")
    sys.exit(bool(broken) or not links)


if __name__ == "__main__":
    main()
