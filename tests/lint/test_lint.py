#!/usr/bin/env python3
"""Every check of lint.py and of the link layers is broken on purpose once, and must notice."""

import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]


class LintFindsEachBreak(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.tree = pathlib.Path(self.folder.name)
        self.write("core/layers.cmake", 'set(ALLOW_core_base "")\nset(ALLOW_core_net core_base)\nset(ALLOW_ui_shell core_base)\n')
        for module in ("core/base", "core/net", "ui/shell"):
            self.write(f"{module}/README.md", "# module\n")
        self.write("core/base/error.h", "\n")
        self.write("core/net/http.cpp", '#include "core/base/error.h"\n')
        self.write("ui/shell/window.cpp", '#include "core/base/error.h"\n')
        self.write("tests/lint/expose_allowlist.txt", "# none\n")
        for readme in ("README.md", "README.ja.md"):
            self.write(readme, "| `core/` | a |\n| `tests/` | b |\n| `ui/` | c |\n")

    def tearDown(self):
        self.folder.cleanup()

    def write(self, name, text):
        path = self.tree / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def lint(self):
        run = subprocess.run([sys.executable, HERE / "lint.py", self.tree], capture_output=True, text=True)
        return run.returncode, run.stdout

    def assert_found(self, words):
        code, out = self.lint()
        self.assertEqual(code, 1, out)
        self.assertIn(words, out)

    def test_a_clean_tree_passes(self):
        code, out = self.lint()
        self.assertEqual(code, 0, out)

    def test_a_folder_that_a_readme_does_not_list(self):
        self.write("app/main.cpp", "\n")
        self.assert_found("disagree about app/")

    def test_a_listed_folder_that_is_gone(self):
        self.write("README.ja.md", "| `core/` | a |\n| `tests/` | b |\n| `ui/` | c |\n| `tools/` | d |\n")
        self.assert_found("README.ja.md: the folder list and the tree disagree about tools/")

    def test_an_include_edge_that_is_not_allowed(self):
        self.write("core/base/up.cpp", '#include "core/net/http.h"\n')
        self.assert_found("does not allow core_base")

    def test_an_allowed_edge_that_nobody_uses(self):
        self.write("core/net/http.cpp", "\n")
        self.assert_found("core_net may use core_base, but includes nothing of it")

    def test_an_edge_of_a_module_below_app(self):
        self.write("app/host/runtime.cpp", '#include "core/net/http.h"\n')
        layers = (self.tree / "core/layers.cmake").read_text()
        self.write("core/layers.cmake", layers + "set(ALLOW_app_host core_base)\n")
        self.assert_found("does not allow app_host")
        self.assert_found("app_host may use core_base, but includes nothing of it")

    def test_a_private_header_of_another_module(self):
        self.write("core/net/x.cpp", '#include "core/base/error_p.h"\n')
        self.assert_found("private header")

    def test_an_unlisted_caller_of_expose(self):
        self.write("core/net/x.cpp", "auto a = token.expose();\n")
        self.assert_found("calls expose()")

    def test_a_listed_caller_that_is_none(self):
        self.write("tests/lint/expose_allowlist.txt", "core/net/http.cpp: because\n")
        self.assert_found("does not call expose()")

    def test_a_coroutine(self):
        self.write("core/net/x.cpp", "co_await f();\n")
        self.assert_found("no coroutines")

    def test_a_log_without_category(self):
        self.write("core/net/x.cpp", 'qDebug() << "x";\n')
        self.assert_found("log with a category")

    def test_a_way_past_a_certificate_error(self):
        self.write("core/net/x.cpp", "reply->ignoreSslErrors();\n")
        self.assert_found("certificate")

    def test_chromium_without_its_sandbox(self):
        self.write("app/signin/main.cpp", 'char flag[] = "--no-sandbox";\n')
        self.assert_found("never switched off")

    def test_a_sleep(self):
        self.write("tests/core/tst_x.cpp", "QThread::msleep(5);\n")
        self.assert_found("no sleep")

    def test_the_network_in_the_window(self):
        self.write("ui/shell/x.cpp", "#include <QtNetwork/QNetworkAccessManager>\n")
        self.assert_found("has no place in ui/")

    def test_a_module_without_readme(self):
        (self.tree / "core/net/README.md").unlink()
        self.assert_found("core/net: has no README.md")

    def test_a_path_of_some_machine(self):
        self.write("README.md", "See /" + "work/main.\n")
        self.assert_found("speaks of something other")


class LinkLayersAreHeld(unittest.TestCase):
    """check_layers() of packaging/cmake/Modules.cmake, on a project of three modules."""

    def configure(self, layers, core_b="", ui_c="core_b", libs=""):
        with tempfile.TemporaryDirectory() as folder:
            tree = pathlib.Path(folder)
            (tree / "core").mkdir()
            (tree / "core/layers.cmake").write_text(layers)
            (tree / "CMakeLists.txt").write_text(
                f"""cmake_minimum_required(VERSION 3.25)
project(Layers LANGUAGES NONE)
include("{ROOT}/packaging/cmake/Modules.cmake")
function(module name uses libs)
  add_library(${{name}} INTERFACE)
  set_property(TARGET ${{name}} PROPERTY SEKISHO_DEPENDS "${{uses}}")
  set_property(TARGET ${{name}} PROPERTY SEKISHO_LIBS "${{libs}}")
  set_property(GLOBAL APPEND PROPERTY SEKISHO_MODULES ${{name}})
endfunction()
module(core_secret "" "")
module(core_b "{core_b}" "{libs}")
module(ui_c "{ui_c}" "")
check_layers()
""")
            run = subprocess.run(["cmake", "-G", "Ninja", "-S", folder, "-B", tree / "build"], capture_output=True, text=True)
            return run.returncode, " ".join((run.stdout + run.stderr).split())

    GOOD = 'set(ALLOW_core_secret "")\nset(ALLOW_core_b "")\nset(ALLOW_ui_c core_b)\n'

    def test_a_true_picture_configures(self):
        code, out = self.configure(self.GOOD)
        self.assertEqual(code, 0, out)

    def test_an_undeclared_link(self):
        code, out = self.configure(self.GOOD, core_b="core_secret")
        self.assertNotEqual(code, 0)
        self.assertIn("undeclared edges [core_secret]", out)

    def test_a_stale_line(self):
        code, out = self.configure(self.GOOD, ui_c="")
        self.assertNotEqual(code, 0)
        self.assertIn("stale edges [core_b]", out)

    def test_a_module_without_a_line(self):
        code, out = self.configure(self.GOOD.replace("set(ALLOW_ui_c core_b)\n", ""))
        self.assertNotEqual(code, 0)
        self.assertIn("has no line", out)

    def test_a_core_module_with_windows(self):
        code, out = self.configure(self.GOOD, libs="Qt6::Widgets")
        self.assertNotEqual(code, 0)
        self.assertIn("links a library with windows", out)

    def test_the_window_reaching_secrets_over_a_third_module(self):
        code, out = self.configure(self.GOOD.replace('ALLOW_core_b ""', "ALLOW_core_b core_secret"), core_b="core_secret")
        self.assertNotEqual(code, 0)
        self.assertIn("must not see tokens", out)


class SecretsDoNotCompile(unittest.TestCase):
    """What must not compile does not: the same file without the forbidden line does."""

    def compiles(self, line):
        code = f"""#include "core/secret/secret.h"
#include <QtCore/QDebug>
void f(const core::AccessToken& access, core::RefreshToken refresh) {{ Q_UNUSED(access); Q_UNUSED(refresh); {line} }}
"""
        flags = subprocess.run(["pkg-config", "--cflags", "Qt6Core"], capture_output=True, text=True).stdout.split()
        run = subprocess.run(["c++", "-std=c++20", "-fPIC", "-fsyntax-only", f"-I{ROOT}", *flags, "-x", "c++", "-"],
                             input=code, capture_output=True, text=True)
        return run.returncode == 0

    def test_forbidden_lines(self):
        if shutil.which("c++") is None:
            self.skipTest("no compiler")
        self.assertTrue(self.compiles(""))
        for line in ("qDebug() << access;", "bool b = access == access;", "refresh = access;", "QString s = access;",
                     "QByteArray b = access;", "core::RefreshToken r(access);"):
            self.assertFalse(self.compiles(line), line)


if __name__ == "__main__":
    unittest.main(verbosity=1)
