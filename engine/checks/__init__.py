"""Checks of the content beyond its form: one file each, with the finding's code."""

from __future__ import annotations

from engine.checks import cases, examples, gaps, questions, reached, rules
from engine.desugar import try_compile
from engine.diagnostics import Diagnostic
from engine.load import Content


def check_content(content: Content) -> list[Diagnostic]:
    """Return every finding; nothing found means that the content may be published.

    Names are checked first: rules that point nowhere can't be compiled, so the checks of their meaning
    wait until the names are right.
    """
    findings = [d for check in (questions.check, rules.check, cases.check) for d in check(content)]
    broken = {d.place.file for d in findings}
    for key, ruleset in content.rulesets.items():
        files = {content.file("regels", key).file}
        if ruleset.questionnaire in content.questionnaires:
            files.add(content.file("vragenlijst", ruleset.questionnaire).file)
        if ruleset.baseline in content.baselines:
            files.add(content.file("basislijn", ruleset.baseline).file)
        if len(files) < 3:
            continue
        program, wrong = try_compile(content, key) if _compilable(content, key) else (None, [])
        findings += wrong
        if program is None or wrong or files & broken:
            continue
        for prove in (gaps.check, examples.check, reached.check):
            findings += prove(content, program)
    return sorted(set(findings))


def _compilable(content: Content, key: str) -> bool:
    """Whether the names that compiling leans on are there; conditions report their own."""
    ruleset = content.rulesets[key]
    form, baseline = content.questionnaires[ruleset.questionnaire], content.baselines[ruleset.baseline]
    judgements = baseline.scale.judgements
    follows = all(c.follows in form.questions for c in ruleset.criteria.values() if c.follows)
    principles = all(c.principle in baseline.principles for c in ruleset.criteria.values())
    judged = [v.judgement for c in ruleset.criteria.values() for v in c.verdicts.values()]
    judged += [r.judgement for c in ruleset.criteria.values() for r in c.rules]
    known = all(j in judgements for j in judged)
    points = all(p == "telt niet" or p.isdigit() for p in judgements.values())
    apart = not (set(ruleset.criteria) | set(form.questions)) & set(ruleset.facts) and not set(
        ruleset.criteria
    ) & set(form.questions)
    return follows and principles and known and points and apart
