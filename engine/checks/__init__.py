"""Checks of the content beyond its form: one file each, with the finding's code."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from contextlib import closing

from engine.assess import WorldReaders
from engine.checks import (
    cases,
    citations,
    conflicts,
    criteria,
    dead,
    examples,
    gaps,
    influence,
    language,
    monotone,
    numbers,
    order,
    publications,
    published,
    questions,
    reached,
    rules,
    scale,
    shared,
    undecided,
    unused,
)
from engine.checks.evidence import Evidence
from engine.checks.examples import Worked
from engine.checks.questions import bounded
from engine.desugar import try_compile
from engine.diagnostics import Diagnostic
from engine.load import Content, key_from_path
from engine.program import Program
from engine.scalars import RESERVED

PROOFS = (  # the last one tells what the others left undecided
    gaps.check,
    dead.check,
    criteria.check,
    conflicts.check,
    influence.check,
    monotone.check,
    undecided.check,
)
TEXTS = (unused.check_sources, numbers.check, scale.check, language.check, citations.check)


def check_names(content: Content) -> list[Diagnostic]:
    """Return every name that points nowhere or can't be; without them, rules compile or say why not."""
    checks = (questions.check, shared.check, rules.check, cases.check, publications.check)
    return [d for check in checks for d in check(content)]


Proved = dict[str, list[Diagnostic]]  # by the text of all files that it rests on


def check_content(
    content: Content, unreadable: Collection[Diagnostic] = (), proved: Proved | None = None
) -> list[Diagnostic]:
    """Return every finding; nothing found means that the content may be published.

    Names are checked first: rules that point nowhere can't be compiled, so the checks of their meaning
    wait until the names are right.

    Args:
        content: what could be read.
        unreadable: what was found while reading; the meaning of those files is not checked either.
        proved: what was found of the meaning of rule sets before; those whose files are the same are not
            proved again, and what is found now is added.
    """
    proved = {} if proved is None else proved
    lost = {d.place.file for d in unreadable} - {source.file for source in content.files.values()}
    findings = [d for d in check_names(content) if not _follows_from(d, map(key_from_path, lost))]
    broken = {d.place.file for d in (*findings, *unreadable)}
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
        findings += [*unused.check(content, program), *order.check(content, program)]
        sound = not _cases(content, key) & broken
        text = text_of(content, key) + str(sound)
        if text not in proved:
            proved[text] = _meaning(content, program, sound)
        findings += proved[text]
    findings += published.check(content)
    if not broken:
        findings += [d for check in TEXTS for d in check(content)]
    return sorted(set(findings))


def text_of(content: Content, ruleset: str) -> str:
    """Return the SHA-256 (hexadecimal) of the text of every file that the meaning of a rule set rests on."""
    rules = content.rulesets[ruleset]
    own = {("regels", ruleset), ("vragenlijst", rules.questionnaire), ("basislijn", rules.baseline)}
    own |= {(kind, key) for kind, key in content.files if kind == "uitvoer"}
    files = {content.files[key].file for key in own} | _cases(content, ruleset)
    rows = [
        (s.file, s.lines) for s in sorted(content.files.values(), key=lambda s: s.file) if s.file in files
    ]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def _meaning(content: Content, program: Program, sound: bool) -> list[Diagnostic]:
    """Return what is found of the meaning of one rule set, in its examples too when those can be read."""
    if not sound or program.id not in content.examples:
        return prove(content, program)
    with closing(Worked(content, program)) as worked:
        proofs = prove(content, program, worked.engine.readers)
        return [*proofs, *examples.check(worked), *reached.check(worked)]


def prove(content: Content, program: Program, readers: WorldReaders | None = None) -> list[Diagnostic]:
    """Return what the checks with proof find in one rule set; `readers` where somebody has them already."""
    with closing(Evidence(content, program, readers=readers)) as evidence:
        return [finding for check in PROOFS for finding in check(content, evidence)]


def _follows_from(finding: Diagnostic, lost: Iterable[str]) -> bool:
    """Whether a name is missing only because its file can't be read, which is a finding of its own."""
    missing = [words for key in lost for words in (f"‘{key}’ bestaat niet", "de soort ‘")]
    return finding.code == "R001" and any(words in finding.message for words in missing)


def _cases(content: Content, key: str) -> set[str]:
    """Return the files that the examples of a rule set rest on."""
    if key not in content.examples:
        return set()
    subjects = {case.subject for case in content.examples[key].cases if case.subject}
    profiles = {f"questionnaires/onderwerpen/{subject}.yaml" for subject in subjects}
    return {content.file("voorbeelden", key).file, *profiles}


def _compilable(content: Content, key: str) -> bool:
    """Whether the names that compiling leans on are there; conditions report their own."""
    ruleset = content.rulesets[key]
    form, baseline = content.questionnaires[ruleset.questionnaire], content.baselines[ruleset.baseline]
    judgements = baseline.scale.judgements
    choices = {key for key, question in form.questions.items() if question.kind == "keuze"}
    follows = all(c.follows in choices for c in ruleset.criteria.values() if c.follows)
    principles = all(c.principle in baseline.principles for c in ruleset.criteria.values())
    judged = [v.judgement for c in ruleset.criteria.values() for v in c.verdicts.values()]
    judged += [r.judgement for c in ruleset.criteria.values() for r in c.rules]
    known = all(j in judgements for j in judged)
    points = all(p == "telt niet" or p.isdecimal() for p in judgements.values())
    points = points and any(p.isdecimal() for p in judgements.values()) and baseline.scale.highest > 0
    apart = not (set(ruleset.criteria) | set(form.questions)) & set(ruleset.facts) and not set(
        ruleset.criteria
    ) & set(form.questions)
    free = not (set(ruleset.criteria) | set(ruleset.facts) | set(form.questions)) & RESERVED
    numbers = all(bounded(question) for question in form.questions.values())
    return follows and principles and known and points and apart and free and numbers
