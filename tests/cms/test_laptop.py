"""What `serve` runs with when the environment says nothing."""

import stat

import pytest

from cms.laptop import as_in_production


@pytest.mark.parametrize("given", [{}, {"DEBUG": "1"}, {"DEBUG": "true"}])
def test_a_laptop_serves_as_in_production_with_the_demo(given, tmp_path):
    environ = dict(given)
    as_in_production(environ, tmp_path)
    assert environ.pop("SECRET_KEY") == (tmp_path / "var/secret-key").read_text()
    assert environ == {"DEBUG": "0", "DEMO": "1", "STATIC_FINDERS": "1"}


def test_the_secret_is_made_once_long_and_for_its_owner_alone(tmp_path):
    first, second = {"VAR_DIR": str(tmp_path)}, {"VAR_DIR": str(tmp_path)}
    as_in_production(first, tmp_path / "elsewhere")
    as_in_production(second, tmp_path / "elsewhere")
    assert first["SECRET_KEY"] == second["SECRET_KEY"]
    assert len(first["SECRET_KEY"]) > 50
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_what_the_environment_says_stands(tmp_path):
    environ = {"DEMO": "0", "SECRET_KEY": "mine"}
    as_in_production(environ, tmp_path)
    assert (environ["DEMO"], environ["SECRET_KEY"]) == ("0", "mine")


@pytest.mark.parametrize("off", ["0", "false", "False", "no"])
def test_a_production_is_left_as_it_describes_itself(off, tmp_path):
    environ = {"DEBUG": off}
    as_in_production(environ, tmp_path)
    assert environ == {"DEBUG": off}
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize("there", [True, False])
def test_a_folder_that_cannot_be_written_to_is_one_sentence(there, tmp_path):
    taken = tmp_path / "file"
    taken.write_text("not a folder")
    var = taken if there else taken / "var"
    with pytest.raises(SystemExit) as said:
        as_in_production({"VAR_DIR": str(var)}, tmp_path)
    assert str(said.value).startswith(f"{var} cannot be written to (")
