"""Languages that a partnership wants: only what is not there yet is named."""

from dataclasses import replace

import pytest

from policygen.build import understand
from policygen.model.scalars import Named
from policygen.rules.rule import Sound
from policygen.rules.translations import wanted_languages
from tests.conftest import Project


@pytest.mark.parametrize(
    ("there", "lacking"),
    [
        ({"parents": ("en",), "children": ("en",)}, "parents, children"),
        ({"parents": ("en", "pl"), "children": ("en",)}, "children"),
        ({"parents": ("en", "pl"), "children": ("en", "pl")}, None),
    ],
)
def test_leaflets_that_lack_a_wanted_language_are_named(
    project: Project, there: dict[str, tuple[str, ...]], lacking: str | None
) -> None:
    understood = understand(project.read()).value
    assert understood is not None
    assert understood.library is not None
    (town,) = understood.library.partnerships.values()
    library = replace(
        understood.library,
        partnerships={"town": replace(town, languages=(Named("pl"),))},
        leaflets={leaflet: dict.fromkeys(tags) for leaflet, tags in there.items()},  # the rule looks at their names
    )
    found = [item.message for item in wanted_languages(Sound(library=library, editions=()))]
    says = f"`town` wants `pl`, and these leaflets do not have it: {lacking}"
    assert found == ([says] if lacking is not None else [])
