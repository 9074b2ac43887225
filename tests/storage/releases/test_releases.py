"""Releases are attacked as a reader would who has all of them, in any order, with erasures in between."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError

from storage.anonymity import new_response_id
from storage.database import Database
from storage.errors import ExportError
from storage.release_tables import ReleasedRow
from storage.releases import sorting
from storage.small_numbers import THRESHOLD
from storage.tables import AnswerRow, ResponseRow
from tests.storage.exports.reading_back import names
from tests.storage.releases.releasing import SUNDAY, again, people_of, put_on, release, somebody, words_of
from tests.support.answers import DAY, SCRIPT, Given, Response, remember


async def test_a_release_tells_numbers_of_people_and_words_that_may_be_quoted(
    database: Database, tmp_path: Path
) -> None:
    await remember(database)
    quoted = [somebody() for _ in range(20)]
    silent = [somebody(quotes=False) for _ in range(10)]
    rare = [somebody("dover", "16_17") for _ in range(3)]
    await put_on(database, SUNDAY, *quoted, *silent, *rare)
    await put_on(database, DAY, somebody())
    report = await release(database, tmp_path / "a")
    assert [(row["place"], row["age_band"], row["people"]) for row in people_of(tmp_path / "a")] == [
        ("thanet", "13_15", "30")
    ]
    assert {row["words"] for row in words_of(tmp_path / "a")} == {f"words of {one.id}" for one in quoted}
    assert {(row["audience"], row["age_band"]) for row in words_of(tmp_path / "a")} == {("young_person", "13_15")}
    assert (str(report.people), str(report.left_out), str(report.held_back)) == ("35", "*", "*")
    files = {"a-people.csv", "a-words.csv", "a-codebook.csv", "a-codebook.html"}
    assert names(tmp_path) == files
    everything = "".join((tmp_path / name).read_text(encoding="utf-8") for name in files)
    assert not [one.id for one in (*silent, *rare) if one.id in everything]
    assert "mine" not in everything.replace("determine", "")


async def test_a_week_that_was_released_is_not_released_again(database: Database, tmp_path: Path) -> None:
    await remember(database)
    await put_on(database, SUNDAY - timedelta(days=7), *(somebody() for _ in range(9)))
    await put_on(database, SUNDAY, *(somebody() for _ in range(8)))
    first = await release(database, tmp_path / "a", SUNDAY - timedelta(days=3))
    assert first.release.until == SUNDAY - timedelta(days=7)
    with pytest.raises(ExportError, match="in a release already"):
        await release(database, tmp_path / "b", SUNDAY - timedelta(days=7))
    second = await release(database, tmp_path / "b")
    assert (second.release.number, second.release.until) == (2, SUNDAY)
    words = [{row["words"] for row in words_of(tmp_path / name)} for name in "ab"]
    assert (len(words[0]), len(words[1]), words[0] & words[1]) == (9, 8, set())


async def test_too_few_people_are_not_released_and_wait_for_more(database: Database, tmp_path: Path) -> None:
    await remember(database)
    await put_on(database, SUNDAY - timedelta(days=7), *(somebody() for _ in range(THRESHOLD)))
    with pytest.raises(ExportError, match="too few answers up to 2026-11-08"):
        await release(database, tmp_path / "a", SUNDAY - timedelta(days=7))
    assert names(tmp_path) == set()
    await put_on(database, SUNDAY, somebody())
    assert str((await release(database, tmp_path / "a")).people) == "10"


async def test_files_come_again_alike_until_somebody_takes_something_back(database: Database, tmp_path: Path) -> None:
    await remember(database)
    everybody = [somebody() for _ in range(12)]
    await put_on(database, SUNDAY, *everybody)
    await release(database, tmp_path / "a")
    await put_on(database, DAY, somebody())
    await again(database, 1, tmp_path / "b")
    for part in ("people", "words"):
        assert (tmp_path / f"a-{part}.csv").read_bytes() == (tmp_path / f"b-{part}.csv").read_bytes()
    async with database.writing() as connection:
        await connection.execute(delete(ResponseRow).where(ResponseRow.id == everybody[0].id))
    with pytest.raises(ExportError, match="erased or taken out since"):
        await again(database, 1, tmp_path / "c")
    with pytest.raises(ExportError, match="there is no release 2; there are: 1"):
        await again(database, 2, tmp_path / "c")
    assert not [name for name in names(tmp_path) if name.startswith("c")]
    async with database.reading() as connection:
        assert len((await connection.execute(select(ReleasedRow.response_id))).all()) == 11


async def test_the_database_refuses_a_second_place(database: Database, tmp_path: Path) -> None:
    await remember(database)
    one = somebody()
    await put_on(database, SUNDAY, one, *(somebody() for _ in range(9)))
    await release(database, tmp_path / "a")
    with pytest.raises(IntegrityError):
        async with database.writing() as connection:
            await connection.execute(insert(ReleasedRow).values(response_id=one.id, release=1))


async def test_rows_of_words_say_nothing_of_which_belong_together(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sorting, "HELD", 5)
    await remember(database)
    people = [Response({"helps": Given([f"a{n}"]), "hard": Given([f"b{99 - n}"])}) for n in range(30)]
    await put_on(database, SUNDAY, *people)
    await release(database, tmp_path / "a")
    words = [row["words"] for row in words_of(tmp_path / "a")]
    assert words == [*sorted(f"a{n}" for n in range(30)), *sorted(f"b{99 - n}" for n in range(30))]
    assert len(names(tmp_path)) == 4


async def test_without_the_wording_nothing_is_released(database: Database, tmp_path: Path) -> None:
    await remember(database)
    await put_on(database, SUNDAY, *(somebody(engagement="unknown") for _ in range(20)))
    with pytest.raises(ExportError, match="which words are about the person"):
        await release(database, tmp_path / "a", engagement="unknown")
    assert names(tmp_path) == set()


@dataclass
class Attack:
    """What an attacker has collected: every release's files, and of how many people each word's characteristics are."""

    database: Database
    folder: Path
    engagement: str
    living: list[Response] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)
    files: list[Path] = field(default_factory=list)

    async def act(self, deed: str, number: int, place: str) -> None:
        """Let people come, erase, or be released, each as often as it comes."""
        weeks = SUNDAY - timedelta(days=7 * (number % 4))
        if deed == "come":
            new = [somebody(place, quotes=bool(n % 3), engagement=self.engagement) for n in range(number)]
            await put_on(self.database, weeks, *new)
            self.living += new
        elif deed == "erase":
            gone, self.living = self.living[:1], self.living[1:]
            async with self.database.writing() as connection:
                await connection.execute(delete(ResponseRow).where(ResponseRow.id.in_([one.id for one in gone])))
        elif deed == "take out":
            async with self.database.writing() as connection:
                ids = [one.id for one in self.living[-1:]]
                await connection.execute(delete(AnswerRow).where(AnswerRow.response_id.in_(ids)))
        else:
            out = self.folder / new_response_id()
            try:
                await release(self.database, out, weeks, self.engagement)
            except ExportError:
                assert not list(self.folder.glob(f"{out.name}*"))
                return
            self.look(out)

    def look(self, out: Path) -> None:
        """Look for small numbers in what was released."""
        pairs: Counter[tuple[str, str]] = Counter()
        for row in words_of(out):
            self.seen[row["words"]] += 1
            pairs[row["audience"], row["age_band"]] += 1
        assert all(number > THRESHOLD for number in pairs.values())
        for row in people_of(out):
            assert int(row["people"]) > THRESHOLD
        self.files.append(out)


deeds = st.tuples(
    st.sampled_from(["come", "come", "release", "erase", "take out"]),
    st.integers(1, 14),
    st.sampled_from(["thanet", "medway"]),
)


@given(plan=st.lists(deeds, min_size=3, max_size=9))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_no_two_releases_differ_by_few_in_whatever_order_things_happen(
    database: Database, tmp_path: Path, plan: list[tuple[str, int, str]]
) -> None:
    attack = Attack(database, tmp_path, f"e-{new_response_id()[:20]}")
    await remember(database, replace(SCRIPT, engagement=attack.engagement))
    await attack.act("come", 9, "thanet")
    for deed in (*plan, ("release", 0, "")):
        await attack.act(*deed)
    # Nobody's words stand in two files, so a difference of files is whole files, and in each of them nobody stands out.
    assert set(attack.seen.values()) <= {1}
    async with database.reading() as connection:
        held = select(ReleasedRow.release, ResponseRow.id).join(ResponseRow, ResponseRow.id == ReleasedRow.response_id)
        rows = (await connection.execute(held.where(ResponseRow.engagement == attack.engagement))).all()
    assert len(rows) == len({row.id for row in rows})
