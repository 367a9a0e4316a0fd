"""Pages to read: how an advice comes about, help, accessibility, privacy."""

from __future__ import annotations

from flask import Blueprint, render_template

from engine.outline import outline
from webapp.views import benchmarks, common
from webapp.views.common import snapshot

pages = Blueprint("texts", __name__)


@pages.get("/uitleg/<slug>")
def rules(slug: str) -> str:
    """Hoe komt dit advies tot stand? Rules, weights and thresholds in plain Dutch."""
    topic = common.topic_or_404(slug)
    baseline = snapshot().content.baselines[topic.ruleset.baseline]
    return render_template(
        "uitleg.html",
        topic=topic,
        baseline=baseline,
        outline=outline(snapshot().content, topic.ruleset.id),
        wide=True,
    )


@pages.get("/hulp")
def help_page() -> str:
    """How to use this."""
    return render_template("hulp.html", topics=snapshot().latest())


@pages.get("/toegankelijkheid")
def accessibility() -> str:
    """What was tested, and what was not."""
    return render_template("toegankelijkheid.html")


@pages.get("/privacy")
def privacy() -> str:
    """What is kept, and for how long."""
    days = common.parts().settings.bewaar_dagen
    return render_template("privacy.html", days=days, least=benchmarks.least())
