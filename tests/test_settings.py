import pytest

from pipeline.errors import SettingsError
from pipeline.settings import Settings


def test_the_defaults_alone_are_valid(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    settings = Settings.load()
    assert settings.source is None
    assert settings.folder.name == "data"


def test_a_file_is_laid_over_the_defaults_key_by_key(tmp_path):
    file = tmp_path / "own.toml"
    file.write_text("[web]\nhost_delay_s = 5.0\n")
    settings = Settings.load(file)
    assert settings.web.host_delay_s == 5.0
    assert settings.web.timeout_s == Settings.load().web.timeout_s


def test_hearsay_toml_in_the_working_directory_is_read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "hearsay.toml").write_text('[data]\ndir = "elsewhere"\n')
    assert Settings.load().data.dir == "elsewhere"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[web\n", "not valid TOML"),
        ("[web]\ntimeout = 3\n", "unknown field `timeout`"),
        ('[web]\ntimeout_s = "soon"\n', "$.web.timeout_s"),
        ('[[feeds]]\nkind = "gopher"\nurl = "x"\n', "gopher"),
        ('[[feeds]]\nkind = "rss"\n', "url"),
    ],
)
def test_settings_that_make_no_sense_are_refused_by_name(tmp_path, text, told):
    file = tmp_path / "bad.toml"
    file.write_text(text)
    with pytest.raises(SettingsError) as caught:
        Settings.load(file)
    assert str(file) in str(caught.value)
    assert told in str(caught.value)
    assert "pipeline/settings.toml shows" in str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(SettingsError, match=r"none\.toml: cannot be read"):
        Settings.load(tmp_path / "none.toml")
