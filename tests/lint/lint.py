#!/usr/bin/env python3
"""Checks of the tree that no compiler makes. Prints one line a finding and ends with 1 when there is one.

    tests/lint/lint.py [ROOT]
"""

import functools
import pathlib
import re
import sys

ROOT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2]).resolve()
CODE = ("app", "core", "ui")


def sources(*folders):
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".cpp", ".h") and path.is_file():
                yield path


def relative(path):
    return path.relative_to(ROOT).as_posix()


def without_comments(text):
    """Code only: comments and the insides of string literals are blanked out."""
    pattern = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"', re.DOTALL)
    return pattern.sub(lambda m: '""' if m.group().startswith('"') else "\n" * m.group().count("\n"), text)


def module_of(path):
    """core/net/http.h is of core_net. In app/ only some folders are modules: the others are programs."""
    parts = pathlib.PurePosixPath(path).parts
    if len(parts) > 2 and parts[0] in ("core", "ui"):
        return f"{parts[0]}_{parts[1]}"
    if parts[0] == "app" and "_".join(parts[:-1]) in allowed_edges():
        return "_".join(parts[:-1])
    return None


@functools.cache
def allowed_edges():
    text = (ROOT / "core/layers.cmake").read_text()
    edges = {}
    for name, uses in re.findall(r"^set\(ALLOW_(\w+)\s+([^)]*)\)", text, re.MULTILINE):
        edges[name] = {word for word in uses.replace('"', " ").split()}
    return edges


def check_includes():
    """The #include edges between modules are the ones in core/layers.cmake, in both directions."""
    allowed = allowed_edges()
    used = {}
    for path in sources("core", "ui", "app"):
        module = module_of(relative(path))
        if module is None:
            continue
        for include in re.findall(r'^#include "((?:core|ui|app)/[^"]+)"', path.read_text(), re.MULTILINE):
            other = module_of(include)
            if include.startswith("app/") and not module.startswith("app_"):
                yield f"{relative(path)}: includes {include}: nothing may depend on an executable"
            elif other and other != module:
                used.setdefault(module, set()).add(other)
                if other not in allowed.get(module, set()):
                    yield f"{relative(path)}: includes {include}, which core/layers.cmake does not allow {module}"
            if include.endswith("_p.h") and other != module:
                yield f"{relative(path)}: includes the private header {include}"
    for module, uses in sorted(allowed.items()):
        for other in sorted(uses - used.get(module, set())):
            yield f"core/layers.cmake: {module} may use {other}, but includes nothing of it"


def check_expose():
    """Whoever takes the bytes out of a Secret is on the list, with a reason."""
    listed = {}
    for line in (ROOT / "tests/lint/expose_allowlist.txt").read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            path, _, reason = line.partition(": ")
            listed[path] = reason.strip()
            if not reason.strip():
                yield f"tests/lint/expose_allowlist.txt: {path} has no reason"
    found = {
        relative(path)
        for path in sources(*CODE, "tests")
        if re.search(r"\bexpose\(\)", without_comments(path.read_text())) and relative(path) != "core/secret/secret.h"
    }
    for path in sorted(found - listed.keys()):
        yield f"{path}: calls expose() and is not in tests/lint/expose_allowlist.txt"
    for path in sorted(listed.keys() - found):
        yield f"tests/lint/expose_allowlist.txt: {path} does not call expose()"


BANNED = [
    (r"\bco_await\b|\bco_return\b|\bco_yield\b", "no coroutines: CONTRIBUTING.md says why", CODE),
    (r"\btakeResult\s*\(", "takeResult() crashes with Qt 6.4 while the promise lives", CODE),
    (r"\.then\s*\(\s*(this|context|guard)\b", "then() with a context aborts with Qt 6.4: use onReady()", CODE),
    (r"\bqDebug\s*\(\s*\)|\bqWarning\s*\(\s*\)|\bqInfo\s*\(\s*\)|\bqCritical\s*\(\s*\)", "log with a category of core/base/logging.h", CODE),
    (r"\bQ_LOGGING_CATEGORY\b", "categories are declared in core/base/logging.cpp", ("app", "ui")),
    (r"\bignoreSslErrors\b|\bacceptCertificate\b|\bVerifyNone\b", "no way past a certificate error", CODE),
    (r"no-sandbox|setInsecureFallback\s*\(\s*true", "protections are never switched off", CODE),
    (r"\bmsleep\s*\(|\bqSleep\s*\(|\busleep\s*\(|\bsleep_for\s*\(|\bQThread::sleep\s*\(", "no sleep as synchronisation", (*CODE, "tests")),
    (r"\bqrand\b|\bstd::rand\b|\bmt19937\b", "random bytes come from the operating system", CODE),
]


def check_banned():
    for pattern, why, folders in BANNED:
        for path in sources(*folders):
            if relative(path) in ("core/base/logging.cpp",):
                continue
            # "no-sandbox" stands inside a string, so strings are kept for it.
            text = path.read_text()
            code = re.sub(r"//[^\n]*", "", text) if "sandbox" in pattern else without_comments(text)
            for number, line in enumerate(code.split("\n"), 1):
                if re.search(pattern, line):
                    yield f"{relative(path)}:{number}: {why}"


def check_ui_is_pure():
    """The window draws values: no network, no JSON, no files, no database."""
    for path in sources("ui"):
        for number, line in enumerate(path.read_text().split("\n"), 1):
            if re.match(r"#include <(QtNetwork/)?Q(NetworkAccessManager|NetworkReply|TcpSocket)>|#include <(QtCore/)?QJson\w+>|#include <QtSql/", line):
                yield f"{relative(path)}:{number}: {line.strip()} has no place in ui/"
            if re.search(r"\bQFile\b|\bQSaveFile\b|\bQProcess\b", re.sub(r"//.*|\"[^\"]*\"", "", line)) and "theme" not in relative(path):
                yield f"{relative(path)}:{number}: ui/ does no input or output"


def check_readmes():
    for module in sorted(allowed_edges()):
        layer, _, name = module.partition("_")
        if layer not in ("core", "ui"):
            continue
        if not (ROOT / layer / name / "README.md").is_file():
            yield f"{layer}/{name}: has no README.md"
        elif len((ROOT / layer / name / "README.md").read_text().splitlines()) > 80:
            yield f"{layer}/{name}/README.md: is longer than a page"


def check_folder_list():
    """The folder list of each README is the one of the tree."""
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")} - {"build", "dist", "node_modules"}
    for name in ("README.md", "README.ja.md"):
        if not (ROOT / name).is_file():
            yield f"{name}: is missing"
            continue
        listed = set(re.findall(r"^\| `(\w+)/` \|", (ROOT / name).read_text(), re.MULTILINE))
        for folder in sorted(folders ^ listed):
            yield f"{name}: the folder list and the tree disagree about {folder}/"


FOREIGN = re.compile(
    r"\b(closing note|subagent|issue #?\d+|this session|deb\.debian\.org|registry\.npmjs\.org)\b|/work/|/tmp/probe", re.IGNORECASE)


def check_wording():
    """What a person can read speaks of the project alone, and names no machine and no registry."""
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        if parts[0] in ("build", "dist", ".git") or "node_modules" in parts or not path.is_file():
            continue
        if path.suffix not in (".md", ".cpp", ".h", ".txt", ".cmake", ".json", ".py", ".mjs", ".sh", ".ts", ".xml", "") or path.name == "lint.py":
            continue
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.split("\n"), 1):
            if FOREIGN.search(line):
                yield f"{relative(path)}:{number}: speaks of something other than the project: {line.strip()[:80]}"


CHECKS = [check_includes, check_expose, check_banned, check_ui_is_pure, check_readmes, check_folder_list, check_wording]


def main():
    findings = [finding for check in CHECKS for finding in check()]
    for finding in findings:
        print(finding)
    print(f"lint: {len(findings)} findings by {len(CHECKS)} checks")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
