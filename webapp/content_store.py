"""The content in use: loaded at the start, and in watch mode again as soon as a file changes.

A start on content with faults is refused. In watch mode a change is used at once, also when an example
no longer agrees: the author sees both. What can't be used at all is kept beside the last good content,
so that an author sees the message and everybody else keeps working.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from engine.activation import activate, draft
from engine.cases import Subject
from engine.diagnostics import ContentError, Diagnostic
from engine.engine import Engine
from engine.load import Content, version_of
from engine.memory import Memory
from engine.models import Questionnaire, Ruleset
from webapp.storage.knowledge_records import Curated

FOLDERS = ("questionnaires", "rules")
Signature = frozenset[tuple[str, int, int]]


@dataclass(frozen=True)
class Topic:
    """One questionnaire that people can fill in, with its rules; the id holds the version."""

    id: str
    questionnaire: Questionnaire
    ruleset: Ruleset
    engine: Engine = field(compare=False)
    version_hash: str = ""

    @property
    def slug(self) -> str:
        """The name without the version, as used in addresses."""
        return self.id.partition("/")[0]

    @property
    def version(self) -> str:
        """The version alone, such as ``v1``."""
        return self.id.partition("/")[2]


@dataclass(frozen=True)
class Snapshot:
    """One good state of the content, with an engine per questionnaire; `curated` is what a curator added."""

    content: Content
    topics: Mapping[str, Topic]
    findings: tuple[Diagnostic, ...] = ()
    curated: Curated = field(default_factory=Curated)

    def topic(self, key: str) -> Topic | None:
        """Find a topic by its full id."""
        return self.topics.get(key)

    def latest(self) -> list[Topic]:
        """The newest version of each topic, in the order of the ids."""
        newest: dict[str, Topic] = {}
        for topic in sorted(self.topics.values(), key=lambda topic: version_of(topic.id)):
            newest[topic.slug] = topic
        return [newest[slug] for slug in sorted(newest)]

    def by_slug(self, slug: str) -> Topic | None:
        """The newest version of one topic."""
        return next((topic for topic in self.latest() if topic.slug == slug), None)

    def subjects(self, kind: str) -> dict[str, Subject]:
        """The known subjects of a kind, by id, sorted by name."""
        return self.content.subjects_of(kind)


def make_snapshot(root: Path, memory: Memory | None = None) -> Snapshot:
    """Load, check, try out and compile everything; raises ContentError."""
    snapshot = compiled_snapshot(activate(root, memory))
    for topic in snapshot.topics.values():
        topic.engine.prepare()
    return snapshot


def make_draft(root: Path, memory: Memory | None = None) -> Snapshot:
    """The same for content that is being written: it may mean something else than its examples say."""
    return compiled_snapshot(*draft(root, memory))


def compiled_snapshot(content: Content, findings: Sequence[Diagnostic] = ()) -> Snapshot:
    """Return content that was checked, with an engine per questionnaire."""
    topics: dict[str, Topic] = {}
    for key, ruleset in content.rulesets.items():
        questionnaire = content.questionnaires[ruleset.questionnaire]
        engine = Engine(content, key)
        topics[questionnaire.id] = Topic(
            questionnaire.id, questionnaire, ruleset, engine, content.version_hash(key)
        )
    return Snapshot(content, topics, tuple(findings))


class ContentStore:
    """Gives the snapshot in use, and in watch mode the faults in what was saved last."""

    def __init__(
        self,
        root: Path,
        *,
        watch: bool = False,
        proved: Path | None = None,
        make: Callable[[Path, Memory], Snapshot] = make_snapshot,
        remake: Callable[[Path, Memory], Snapshot] | None = None,
    ) -> None:
        self.root = root
        self.watch = watch
        self._proved = proved  # the file that remembers what was proved, for a quick next start
        self._memory = Memory.read(proved) if proved else Memory()
        self._remake = remake or make_draft
        self._lock = threading.Lock()
        self._signature = self._sign()
        self._snapshot = self._made(make)
        self._previous: Snapshot | None = None
        self._faults: tuple[Diagnostic, ...] = ()

    def current(self) -> Snapshot:
        """The content to use for this request."""
        if self.watch:
            self._refresh()
        return self._snapshot

    @property
    def faults(self) -> tuple[Diagnostic, ...]:
        """What is wrong with the files as they are now; empty when all is well."""
        return self._faults or self._snapshot.findings

    @property
    def in_use(self) -> bool:
        """Whether the files as they are now are the content in use."""
        return not self._faults

    def _refresh(self) -> None:
        signature = self._sign()
        if signature == self._signature:
            return
        with self._lock:
            if signature == self._signature:
                return
            self._signature = signature
            try:
                fresh = self._made(self._remake)
            except ContentError as error:
                self._faults = error.diagnostics
            else:
                self._retire(fresh)
                self._faults = ()

    def _made(self, make: Callable[[Path, Memory], Snapshot]) -> Snapshot:
        try:
            return make(self.root, self._memory)
        finally:
            if self._proved:
                self._memory.write(self._proved)

    def _retire(self, fresh: Snapshot) -> None:
        """Use fresh content; a request may still hold the last one, so the one before that is closed."""
        if self._previous is not None:
            for topic in self._previous.topics.values():
                topic.engine.close()
        self._previous, self._snapshot = self._snapshot, fresh

    def _sign(self) -> Signature:
        found = set()
        for folder in FOLDERS:
            for path in (self.root / folder).rglob("*.y*ml"):
                try:
                    stat = path.stat()
                except FileNotFoundError:
                    continue
                found.add((str(path), stat.st_mtime_ns, stat.st_size))
        return frozenset(found)
