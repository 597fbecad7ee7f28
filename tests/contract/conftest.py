"""Each engine of the registry, on an empty index."""

import pytest

from tests.contract import engines


@pytest.fixture(params=engines.ENGINES)
def name(request):
    return request.param


@pytest.fixture
def engine(name, tmp_path):
    engine = engines.made(name, tmp_path)
    yield engine
    engine.close()
