"""Every rule has a row that says which codes it gives, and how grave they are."""

import ast
import inspect
import re
from pathlib import Path

import policygen.rules
from policygen.rules.registry import RULES

MODULES = {path.stem: path for path in Path(policygen.rules.__file__).parent.glob("*.py")}


def test_every_module_of_rules_is_in_the_registry() -> None:
    listed = {rule.find.__module__.rpartition(".")[2] for rule in RULES}
    with_rules = {name for name, path in MODULES.items() if re.search(r"^RULES = ", path.read_text(), re.MULTILINE)}
    assert listed == with_rules


def test_every_rule_has_a_name_of_its_own_in_its_module_and_says_what_it_wants() -> None:
    names = [(rule.find.__module__, rule.find.__name__) for rule in RULES]
    assert len(set(names)) == len(names)
    for rule in RULES:
        said = re.findall(r"PG[0-9]{3}", (rule.find.__doc__ or "").partition(": ")[0])
        codes = (*rule.errors, *rule.warnings)
        assert said[:1] == [min(codes)] or rule.find.__name__ == "warned_of", rule.find
        assert set(said) <= set(codes), rule.find


def test_the_rows_of_a_module_name_the_codes_that_its_functions_give() -> None:
    for name, path in MODULES.items():
        tree = ast.parse(path.read_text())
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
        given = {
            (call.func.id, call.args[0].value)  # type: ignore[attr-defined]
            for call in calls
            if call.args and isinstance(call.args[0], ast.Constant) and str(call.args[0].value).startswith("PG")
        }
        rows = [
            rule for rule in RULES if rule.find.__module__.endswith(f".{name}") and rule.find.__name__ != "warned_of"
        ]
        for codes, verb in (
            ({code for rule in rows for code in rule.errors}, "error"),
            ({code for rule in rows for code in rule.warnings}, "warning"),
        ):
            assert codes == {code for said, code in given if said in {verb, "say"}}, (name, verb)


def test_every_rule_takes_what_its_row_says_that_it_needs() -> None:
    for rule in RULES:
        (parameter,) = inspect.signature(rule.find).parameters.values()
        assert parameter.annotation is rule.needs
