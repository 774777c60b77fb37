"""`dorsi squad` without a folder names the one of the last page."""

from dorsi.batch.squad import write_squad_report
from dorsi.store import Store
from dorsi.store.people import add_person


def test_without_a_folder_the_last_one_is_suggested(dorsi, data, tmp_path):
    with Store() as store:
        add_person(store, "Anna")
        write_squad_report(store, tmp_path / "my results")
    code, _, said = dorsi("squad", "--pages")
    assert code == 2
    assert f'dorsi squad "{tmp_path / "my results"}"' in said
    assert len(said.strip().splitlines()) == 1


def test_without_any_page_an_example_is_named(dorsi, data):
    code, _, said = dorsi("squad")
    assert code == 2
    assert "as in: dorsi squad dorsi-out" in said
