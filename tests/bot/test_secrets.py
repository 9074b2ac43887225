import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.errors import StartError
from bot.secrets import SECRET_FILE, channel_keys, webhook_secret
from bot.settings import Settings
from conversations.people import Channel

MAKE_AND_SHOW = """
import sys
from pathlib import Path
from bot.secrets import channel_keys
from bot.settings import Settings
sys.stdin.readline()
print(channel_keys(Settings(data_dir=Path(sys.argv[1]))).conversation("web", "somebody"))
"""


def test_the_secret_is_made_once_and_stays(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    first = channel_keys(settings)
    assert channel_keys(settings).secret == first.secret
    assert (tmp_path / "data" / SECRET_FILE).read_bytes() == first.secret


def test_only_its_owner_may_read_it_and_nothing_else_is_left(tmp_path: Path) -> None:
    channel_keys(Settings(data_dir=tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == [SECRET_FILE]
    assert (tmp_path / SECRET_FILE).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("damaged", [b"", b"short", b"x" * 33])
def test_a_damaged_secret_is_refused_and_left_as_it_is(tmp_path: Path, damaged: bytes) -> None:
    (tmp_path / SECRET_FILE).write_bytes(damaged)
    with pytest.raises(StartError, match=r"is damaged: put back its backup, or set SAYSO_SECRET"):
        channel_keys(Settings(data_dir=tmp_path))
    assert (tmp_path / SECRET_FILE).read_bytes() == damaged


def test_a_folder_that_cannot_be_made_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StartError, match=r"cannot be written or read: check the folder's rights"):
        channel_keys(Settings(data_dir=tmp_path / "file" / "data"))


@pytest.mark.program
def test_processes_that_start_together_agree_on_one_secret(tmp_path: Path) -> None:
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", MAKE_AND_SHOW, str(tmp_path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        for _ in range(4)
    ]
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("go\n")
        program.stdin.flush()
    keys = {program.communicate()[0] for program in programs}
    assert [program.returncode for program in programs] == [0] * 4
    assert keys == {channel_keys(Settings(data_dir=tmp_path)).conversation("web", "somebody") + "\n"}
    assert [path.name for path in tmp_path.iterdir()] == [SECRET_FILE]


def test_a_secret_from_the_settings_needs_no_file(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, secret="a secret of more than thirty-two letters")
    assert channel_keys(settings).conversation(Channel.WEB.value, "1") != channel_keys(
        Settings(data_dir=tmp_path, secret="another secret of more than thirty-two letters")
    ).conversation(Channel.WEB.value, "1")
    assert list(tmp_path.iterdir()) == []


def test_the_webhook_secret_is_the_same_in_every_process_that_shares_the_secret(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    derived = webhook_secret(settings, channel_keys(settings))
    assert derived == webhook_secret(settings, channel_keys(settings))
    assert channel_keys(settings).secret.hex() not in derived
    chosen = Settings(data_dir=tmp_path, telegram_webhook_secret="chosen-by-hand-1234")
    assert webhook_secret(chosen, channel_keys(chosen)) == "chosen-by-hand-1234"
