"""The descriptions are real Frictionless data packages: Frictionless itself validates every folder."""

import json
import shutil

import pytest
from frictionless import Package, system

from tests.conftest import ROOT

FOLDERS = sorted(path.parent for path in (ROOT / "data").rglob("datapackage.json"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_folder_is_a_valid_data_package(folder):
    with system.use_context(trusted=True):
        report = Package(str(folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["path", "rowNumber", "fieldName", "message"])


def test_frictionless_sees_a_broken_cell(tmp_path):
    """The check is not empty: a text for a number makes the package invalid."""
    folder = tmp_path / "broken"
    shutil.copytree(ROOT / "data" / "noord_holland_noord", folder)
    path = folder / "measures.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("0.1215589236", "0,12"), encoding="utf-8")
    with system.use_context(trusted=True):
        report = Package(str(folder / "datapackage.json")).validate()
    assert not report.valid


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_field_has_type_unit_description_and_source(folder):
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        for field in resource["schema"]["fields"]:
            for key in ("type", "unit", "description", "source"):
                assert field.get(key), f"{resource['name']}.{field['name']} has no {key}"
