"""Checks of the content beyond its form: one file each, with the finding's code."""

from __future__ import annotations

from engine.checks import examples, gaps, reached
from engine.desugar import try_compile
from engine.diagnostics import Diagnostic
from engine.load import Content
from engine.references import check_references


def check_content(content: Content) -> list[Diagnostic]:
    """Return every finding; nothing found means that the content may be published.

    Names are checked first: rules that point nowhere can't be compiled, so the checks of their meaning
    wait until the names are right.
    """
    findings = check_references(content)
    broken = {d.place.file for d in findings}
    for key, rules in content.rulesets.items():
        files = {content.file("regels", key).file}
        if rules.questionnaire in content.questionnaires:
            files.add(content.file("vragenlijst", rules.questionnaire).file)
        if rules.baseline in content.baselines:
            files.add(content.file("basislijn", rules.baseline).file)
        if len(files) < 3:
            continue
        program, wrong = try_compile(content, key) if _compilable(content, key) else (None, [])
        findings += wrong
        if program is None or wrong or files & broken:
            continue
        for check in (gaps.check, examples.check, reached.check):
            findings += check(content, program)
    return sorted(set(findings))


def _compilable(content: Content, key: str) -> bool:
    """Whether the names that compiling leans on are there; conditions report their own."""
    rules = content.rulesets[key]
    form, baseline = content.questionnaires[rules.questionnaire], content.baselines[rules.baseline]
    judgements = baseline.scale.judgements
    follows = all(c.follows in form.questions for c in rules.criteria.values() if c.follows)
    principles = all(c.principle in baseline.principles for c in rules.criteria.values())
    known = all(v.judgement in judgements for c in rules.criteria.values() for v in (*c.verdicts.values(), *c.rules))
    points = all(p == "telt niet" or p.isdigit() for p in judgements.values())
    apart = not (set(rules.criteria) | set(form.questions)) & set(rules.facts) and not set(rules.criteria) & set(form.questions)
    return follows and principles and known and points and apart
