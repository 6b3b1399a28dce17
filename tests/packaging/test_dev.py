#!/usr/bin/env python3
"""packaging/dev on machines that lack something: what it says, what it runs, how it ends.

The machine around it is made here: a PATH with the few programs a fresh Debian has, and stand-ins for dpkg-query,
apt-get, sudo, id, cmake, ninja, ctest and npm that write down how they were called.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).parents[2]
FRESH = "bash env awk cat cmp cp date dirname grep mkdir mktemp rm tail".split()


def packages(*groups):
    lines = (ROOT / "packaging/debian-packages").read_text().splitlines()
    return [line.split()[1] for group in groups for line in lines if line.startswith(group + " ")]


class Machine:
    def __init__(self, user=1000, installed=()):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="sekisho-dev-"))
        self.clone = self.folder / "clone"
        self.calls_file = self.folder / "calls"
        self.calls_file.touch()
        self.bin = self.folder / "bin"
        self.bin.mkdir()
        for name in FRESH:
            (self.bin / name).symlink_to(shutil.which(name))
        for name in ("packaging/dev", "packaging/debian-packages", "tests/tools/desktop", "tests/e2e/op/package.json",
                     "tests/e2e/op/package-lock.json"):
            (self.clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, self.clone / name)
        self.fake("id", f"echo {user}")
        self.fake("nproc", "echo 2")
        (self.folder / "installed").write_text("\n".join(installed) + "\n")
        self.fake("dpkg-query", f'grep -qx "$3" {self.folder}/installed && printf installed || exit 1', quiet=True)
        self.fake("apt-get", "true")

    def fake(self, name, script, quiet=False):
        note = "" if quiet else f'echo "{name} $*" >>{self.calls_file}\n'
        (self.bin / name).write_text(f"#!{self.bin}/bash\n{note}{script}\n")
        (self.bin / name).chmod(0o755)

    def run(self, *words, **environment):
        clean = {"PATH": str(self.bin), "HOME": str(self.folder), "LANG": "C.UTF-8", **environment}
        return subprocess.run([self.clone / "packaging/dev", *words], env=clean, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=60)

    def calls(self, program):
        return [line for line in self.calls_file.read_text().splitlines() if line.split()[0] == program]

    def log(self, name):
        return (self.clone / f"build/log/{name}.log").read_text()


class Dev(unittest.TestCase):
    def machine(self, **how):
        made = Machine(**how)
        self.addCleanup(shutil.rmtree, made.folder)
        return made

    def test_without_rights_it_prints_the_line_for_root_and_installs_nothing(self):
        for command, groups in (("run", ("build", "headless")), ("test", ("build", "headless", "test"))):
            machine = self.machine()
            done = machine.run(command)
            line = "apt-get update && apt-get install -y --no-install-recommends " + " ".join(packages(*groups))
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertIn(f"\n\n  {line}\n\n", done.stderr)
            self.assertIn("As root, once:", done.stderr)
            self.assertEqual(machine.calls("apt-get"), [])

    def test_the_line_names_what_is_missing_and_no_more(self):
        machine = self.machine(installed=set(packages("build", "headless")) - {"ninja-build", "xdotool"})
        done = machine.run("run")
        self.assertIn("  apt-get update && apt-get install -y --no-install-recommends ninja-build xdotool\n", done.stderr)

    def test_a_display_needs_no_virtual_one(self):
        done = self.machine().run("run", DISPLAY=":0")
        self.assertIn("--no-install-recommends " + " ".join(packages("build")) + "\n", done.stderr)
        done = self.machine().run("run", WAYLAND_DISPLAY="wayland-0")
        self.assertIn("--no-install-recommends " + " ".join(packages("build", "wayland")) + "\n", done.stderr)

    def test_sudo_that_asks_for_a_password_is_not_waited_for_without_a_terminal(self):
        machine = self.machine()
        machine.fake("sudo", "exit 1")
        done = machine.run("run")
        self.assertEqual(done.returncode, 1)
        self.assertIn("As root, once:", done.stderr)
        self.assertEqual(machine.calls("sudo"), ["sudo -n true"])

    def test_sudo_is_used_where_it_may_be(self):
        machine = self.machine()
        machine.fake("sudo", '[ "$1" != -n ] || exit 0\nexec "$@"')
        machine.fake("cmake", "exit 1")
        machine.run("build")
        install = [call for call in machine.calls("apt-get") if " install " in call or call.startswith("apt-get install")]
        self.assertEqual(len(install), 1)
        self.assertTrue(install[0].startswith("apt-get install -y --no-install-recommends " + " ".join(packages("build"))))
        self.assertTrue(all(call.startswith("sudo ") for call in machine.calls("sudo")))
        self.assertEqual(len(machine.calls("sudo")), 3)  # whether it may, update, install

    def test_without_a_network_it_says_so_and_where_the_log_is(self):
        machine = self.machine(user=0)
        machine.fake("apt-get", 'case $1 in\ninstall) echo "E: Failed to fetch http://deb.example/x  Could not resolve"; exit 100 ;;\n'
                                '*) echo "W: Some index files failed to download."; exit 0 ;;\nesac')
        done = machine.run("run")
        self.assertEqual(done.returncode, 1)
        self.assertIn("Could not resolve", done.stderr)
        self.assertIn("Is there a network", done.stderr)
        self.assertIn(f"{machine.clone}/build/log/install.log", done.stderr)
        self.assertIn("apt-get update && apt-get install -y", done.stderr)
        self.assertIn("Could not resolve", machine.log("install"))

    def test_installing_shows_how_far_it_is(self):
        machine = self.machine(user=0)
        # As apt-get does: reports on the descriptor it was given, which it closes to the scripts of the packages.
        machine.fake("apt-get", '[ "$1" = install ] || exit 0\n'
                                'for word; do case $word in APT::Status-Fd=*) fd=${word#*=} ;; esac; done\n'
                                'echo "Reading package lists..."\n'
                                'for p in 0.5 3 12.5 14 57.1429 100; do echo "dlstatus:7:$p:Retrieving file 7 of 30" >&"$fd"; done\n'
                                'echo "pmstatus:cmake:40,5:Unpacking cmake (amd64)" >&"$fd"\n'
                                'eval "exec $fd>&-"\necho "a package\'s script speaks" || exit 1')
        machine.fake("cmake", "exit 1")
        done = machine.run("build")
        shown = [line.split(None, 2) for line in done.stderr.splitlines() if " %  " in line]
        self.assertEqual([line[0] for line in shown], ["0", "12", "57", "100", "40"])
        self.assertEqual(shown[1][2], "Retrieving file 7 of 30")
        self.assertEqual(shown[4][2], "unpacking and setting up")
        self.assertIn("a package's script speaks", machine.log("install"))
        self.assertIn("Reading package lists...", machine.log("install"))
        self.assertNotIn("dlstatus", machine.log("install"))

    def test_where_there_is_no_apt_it_names_the_packages(self):
        machine = self.machine(user=0)
        (machine.bin / "apt-get").unlink()
        (machine.bin / "dpkg-query").unlink()
        done = machine.run("build")
        self.assertEqual(done.returncode, 1)
        self.assertIn("this is not Debian", done.stderr)
        self.assertIn("qtkeychain-qt6-dev", done.stderr)

    def ready(self, *groups, **how):
        machine = self.machine(installed=packages(*groups), **how)
        for program in ("cmake", "ninja", "ctest"):
            machine.fake(program, "true")
        return machine

    def test_nothing_is_installed_where_all_is_there(self):
        machine = self.ready("build")
        self.assertEqual(machine.run("build").returncode, 0)
        self.assertEqual(machine.calls("apt-get"), [])

    def test_configuring_and_building_that_fail_say_where_to_look(self):
        machine = self.ready("build")
        machine.fake("cmake", 'echo "CMake Error: no Qt"; exit 1')
        done = machine.run("build")
        self.assertEqual(done.returncode, 1)
        self.assertIn("CMake Error: no Qt", done.stderr)
        self.assertIn(f"{machine.clone}/build/log/configure-dev.log", done.stderr)
        machine = self.ready("build")
        machine.fake("ninja", 'echo "a.cpp:1: error: expected a semicolon"; exit 1')
        done = machine.run("build")
        self.assertEqual(done.returncode, 1)
        self.assertIn("expected a semicolon", done.stdout)
        self.assertIn("building failed", done.stderr)

    def test_building_shows_how_far_it_is_and_how_long_it_takes_still(self):
        machine = self.ready("build")
        machine.fake("ninja", 'for n in 1 2 50 100; do echo "[$n/100 $((n * 6)).5] Building CXX object $n"; done; echo "a warning"')
        done = machine.run("build")
        self.assertIn("50 %  step 50 of 100, about 5 min left", done.stderr)
        self.assertIn("100 %  step 100 of 100, about 0 s left", done.stderr)
        self.assertEqual(done.stdout, "a warning\n")
        self.assertEqual(len([line for line in done.stderr.splitlines() if " %  " in line]), 2)

    def test_without_npm_the_other_tests_run(self):
        machine = self.ready("build", "headless", "test")
        done = machine.run("test")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("npm is not there: tests with an outside OpenID provider will be skipped", done.stderr)
        self.assertEqual(len(machine.calls("ctest")), 1)

    def test_without_the_npm_registry_the_other_tests_run_and_it_is_tried_again(self):
        machine = self.ready("build", "headless", "test")
        machine.fake("npm", "echo ENOTFOUND; exit 1")
        for _ in range(2):
            done = machine.run("test")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("tests with an outside OpenID provider will be skipped", done.stderr)
            self.assertIn("build/log/npm.log", done.stderr)
        self.assertEqual(len(machine.calls("npm")), 2)
        self.assertEqual(len(machine.calls("ctest")), 2)
        self.assertIn("ENOTFOUND", machine.log("npm"))

    def test_a_tour_that_stops_is_a_failure_that_says_where(self):
        machine = self.ready("build", "headless")
        desktop = machine.clone / "tests/tools/desktop"
        desktop.write_text(f"#!{machine.bin}/bash\nexit 1\n")
        done = machine.run("run")
        self.assertEqual(done.returncode, 1)
        self.assertIn("build/tour/en/transcript.md", done.stderr)
        desktop.write_text(f"#!{machine.bin}/bash\necho 'skipped: no display'\n")
        done = machine.run("run")
        self.assertEqual(done.returncode, 1)
        self.assertIn("the tour did not begin", done.stderr)

    def test_a_tour_says_why_it_runs_and_what_it_leaves(self):
        for user, environment, why in ((1000, {}, "there is no display"), (0, {"DISPLAY": ":0"}, "as root")):
            machine = self.ready("build", "headless", user=user)
            desktop = machine.clone / "tests/tools/desktop"
            desktop.write_text(f'#!{machine.bin}/bash\nwhile [ "$1" != --out ]; do shift; done\necho "display ${{DISPLAY-none}}"\n'
                               'echo done >"$2/transcript.md"\n')
            done = machine.run("run", **environment)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn(why, done.stderr)
            self.assertIn(f"{machine.clone}/build/tour/en/transcript.md\n", done.stdout)
            self.assertIn(f"{machine.clone}/build/tour/ja/transcript.md\n", done.stdout)
            self.assertIn("display none\n", done.stdout)  # a display of its own

    def test_a_check_fuzzes_every_target_and_never_none(self):
        machine = self.ready("build", "headless", "test", "check")
        for program in ("git", "xargs", "grep", "python3", "clang-tidy-19", "clang-format-19", "shellcheck", "basename"):
            (machine.bin / program).unlink(missing_ok=True)
            machine.fake(program, 'printf %s "${1##*/}"' if program == "basename" else "cat >/dev/null")
        done = machine.run("check")
        self.assertEqual(done.returncode, 1)
        self.assertIn("there is no fuzz target", done.stderr)
        targets = machine.clone / "build/asan/fuzz"
        targets.mkdir(parents=True)
        for name in ("fuzz_one", "fuzz_two"):
            (targets / name).write_text(f'#!{machine.bin}/bash\necho "$0 $*" >>{machine.calls_file}\n')
            (targets / name).chmod(0o755)
        done = machine.run("check", SEKISHO_FUZZ_SECONDS="7")
        self.assertEqual(done.returncode, 0, done.stderr)
        for name in ("fuzz_one", "fuzz_two"):
            calls = machine.calls(str(targets / name))
            self.assertEqual(len(calls), 1)
            self.assertIn("-max_total_time=7 ", calls[0])

    def test_wrong_words(self):
        machine = self.machine()
        for words in ((), ("help",), ("--help",)):
            done = machine.run(*words)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertIn("./packaging/dev run", done.stdout)
        done = machine.run("frobnicate")
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn('there is no command "frobnicate"', done.stderr)
        self.assertIn("./packaging/dev run", done.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
