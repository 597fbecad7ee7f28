"""What leads paste: addresses, however they were copied."""

import pytest

from spaces.services import joining

ROY, LEE, BOB = "chantal.roy@example.org", "ann.lee@example.org", "bob@example.org"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f'"Roy, Chantal" <{ROY}>', [(f'"Roy, Chantal" <{ROY}>', ROY)]),
        (f'"Roy; Chantal (SC)" <{ROY}>;', [(f'"Roy; Chantal (SC)" <{ROY}>', ROY)]),
        (f"Roy, Chantal <{ROY}>;", [(f"Roy, Chantal <{ROY}>", ROY)]),
        (
            f"Roy, Chantal, CPA <{ROY}>; Lee, Ann <{LEE}>\r\n{BOB}",
            [(f"Roy, Chantal, CPA <{ROY}>", ROY), (f"Lee, Ann <{LEE}>", LEE), (BOB, BOB)],
        ),
        (f"{BOB}, Roy, Chantal <{ROY}>, Lee, Ann <{LEE}>", [(BOB, BOB), (f"Roy, Chantal <{ROY}>", ROY),
                                                            (f"Lee, Ann <{LEE}>", LEE)]),
        (f"nobody, {BOB}", [("nobody", ""), (BOB, BOB)]),
        (f"nobody, neither\n{BOB}", [("nobody", ""), ("neither", ""), (BOB, BOB)]),
        (f'5" of snow, {BOB}; "Lee', [('5" of snow', ""), (BOB, BOB), ('"Lee', "")]),
        (" ,;\n,", []),
        (f"Chantal <{ROY}> Ann <{LEE}>", [(f"Chantal <{ROY}>", ROY), (f"Ann <{LEE}>", LEE)]),
        (f"{ROY} {LEE}", [(ROY, ROY), (LEE, LEE)]),
        (f"Bob Roy\t{BOB}", [(f"Bob Roy {BOB}", BOB)]),
        (f"mailto:{BOB}, {LEE}.", [(f"mailto:{BOB}", BOB), (f"{LEE}.", LEE)]),
        (f"({BOB}); bob@@example.org", [(f"({BOB})", BOB), ("bob@@example.org", "")]),
    ],
)  # fmt: skip
def test_a_paste_is_cut_where_its_addresses_end(text, found):
    assert joining.addresses_in(text) == found


@pytest.mark.parametrize("text", [",", " ; ;\n , ", "\n;\n"])
def test_a_paste_without_an_address_is_said_to_have_none(text, lead):
    page = lead.post("/en/spaces/closed/desk/invite/", {"addresses": text}).content.decode()
    assert "There is no address in what you pasted." in page
    assert "What became of" not in page
