"""The word on tests that were left out."""

import pytest

_SUITE = """
    import pytest

    @pytest.fixture(scope="session")
    def browser():
        pytest.skip("There is no Chromium")

    def test_that_passes():
        pass

    def test_that_needs_a_browser(browser):
        pass
"""


@pytest.fixture
def suite(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A small suite of its own, one of whose tests needs what is not there."""
    for name in ("CI", "SAYSO_TEST_REQUIRE_ALL", "PYTEST_ADDOPTS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makepyfile(_SUITE)
    pytester.makeini("[pytest]\naddopts = -p tests.support.left_out")
    return pytester


def test_the_last_lines_name_each_test_that_was_left_out_and_why(suite: pytest.Pytester) -> None:
    result = suite.runpytest("-rs")
    assert result.ret == pytest.ExitCode.OK
    assert result.outlines[-4:-1] == [
        result.outlines[-4],
        "Because: There is no Chromium",
        "  test_the_last_lines_name_each_test_that_was_left_out_and_why.py::test_that_needs_a_browser",
    ]
    assert "1 left out" in result.outlines[-4]
    assert "1 passed, 1 skipped" in result.outlines[-1]


def test_a_file_that_was_left_out_as_a_whole_is_named(suite: pytest.Pytester) -> None:
    suite.makepyfile(test_whole="import pytest\npytest.skip('Not on this machine', allow_module_level=True)")
    result = suite.runpytest()
    result.stdout.fnmatch_lines(["Because: Not on this machine", "  test_whole.py"])


@pytest.mark.parametrize("variable", ["CI", "SAYSO_TEST_REQUIRE_ALL"])
@pytest.mark.parametrize("value", ["true", "1"])
def test_a_run_that_must_be_complete_fails_if_a_test_was_left_out(
    suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    result = suite.runpytest()
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["*asks for a complete run, so this one fails."])


def test_a_run_that_must_be_complete_passes_if_nothing_was_left_out(
    suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    result = suite.runpytest("-k", "test_that_passes", "-p", "no:cacheprovider")
    assert result.ret == pytest.ExitCode.OK


def test_tests_that_were_deselected_on_purpose_are_not_left_out(suite: pytest.Pytester) -> None:
    result = suite.runpytest("-k", "test_that_passes")
    result.stdout.no_fnmatch_line("*left out*")


def test_a_run_that_failed_anyway_keeps_its_exit_status(
    suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    suite.makepyfile(test_broken="import nothing_of_that_name")
    assert suite.runpytest().ret == pytest.ExitCode.INTERRUPTED
