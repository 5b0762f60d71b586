"""What the page says itself, by the names that its script knows the sentences by."""

from __future__ import annotations

from llmsurvey.messages import mark, say
from llmsurvey.tables import Column

HEADINGS = {
    column.name: column
    for column in (
        *map(
            Column, ("name", "verdict", "precision", "longest_context", "score", "rank_set", "released", "conditions")
        ),
        *map(Column, ("board", "average", "rank", "parameters")),
        Column("total_gb", heading=say("memory GB")),
    )
}
"""The columns that the page makes itself, under the headings that they have elsewhere."""

WORDS = {
    "subtitle": mark("A catalogue of large language models: licences, memory, scores and where each of it was read"),
    "skip": mark("To the content"),
    "loading": mark("Unpacking ..."),
    "no-script": mark(
        "This page computes and filters in the browser: it needs JavaScript, and nothing from the network."
    ),
    "sections-label": mark("Parts of the page"),
    "made": mark("What the licences say is no legal advice. This page needs no network."),
    "choose": mark("Choose"),
    "models": mark("Models"),
    "lineage": mark("Lineage"),
    "memory": mark("Memory"),
    "boards": mark("Boards"),
    "frontier": mark("Size against score"),
    "tables": mark("The survey's tables"),
    "errata": mark("Errata"),
    "claims": mark("Claims"),
    "timeline": mark("Timeline"),
    "licences": mark("Licences"),
    "sources": mark("Sources"),
    # tables
    "search": mark("Search"),
    "any": mark("any"),
    "all": mark("all"),
    "clear": mark("Clear"),
    "counted": mark("{name} ({count})"),
    "shown": mark("{shown} of {total} rows"),
    "first": mark("The first {shown} of {total}."),
    "show-all": mark("Show all"),
    "nothing": mark("Nothing fits."),
    "name": mark("Name"),
    "yes": mark("yes"),
    "no": mark("no"),
    "not-known": mark("not known"),
    # choose
    "choose-lead": mark("Which sizes fit a card and a purpose, what one may do with them, and how good they are."),
    "card": mark("Card"),
    "amount": mark("an amount"),
    "count": mark("How many"),
    "gigabytes": mark("GB"),
    "context": mark("Context, tokens"),
    "precision": mark("Weights in"),
    "largest": mark("the largest that fits ({names})"),
    "cache": mark("Cache in"),
    "language": mark("Language"),
    "use": mark("What one wants to do"),
    "commercial": mark("use it commercially"),
    "choose-caption": mark("{fit} of {total} sizes fit in {room}"),
    "of": mark("{part} of {whole}"),
    "left-out": mark("Left out: {reasons}."),
    "left-no-weights": mark("{count} of which there are no weights"),
    "left-filter": mark("{count} by language or search"),
    "left-unknown": mark("{count} whose licence isn't known"),
    "left-verdict": mark("{count} that may not be used commercially"),
    "left-use": mark("{count} whose licences forbid or leave open the use"),
    "left-context": mark("{count} trained on fewer tokens"),
    "left-context-unknown": mark("{count} of which the context isn't known"),
    "left-memory": mark("{count} need more memory"),
    "left-facts": mark("{count} of which parameters, layers or heads aren't known well enough"),
    "choose-note": mark(
        "Memory is weights and cache; activations and what the framework needs besides aren't counted. Scores are "
        "means of {board}, ranks 95 % confidence sets among all its entries; what has none comes last, by date."
    ),
    "star": mark("* has caveats: data under terms that may matter."),
    # records
    "facts": mark("Facts"),
    "no-record": mark("Nothing here is called {name}."),
    "values-lead": mark("A value that is a link leads to where it was read."),
    "standings": mark("On the boards"),
    "dataset": mark("dataset"),
    "caveat": mark("terms that may matter"),
    # the survey
    "table-number": mark("Table {number}"),
    "as": mark("Shown"),
    "corrected": mark("corrected"),
    "printed": mark("as printed"),
    "errata-of": mark("Errata of table {number}"),
    "working": mark("{claim}: what it was computed from"),
    "timeline-says": mark(
        "{count} events of {first} to {last}; squares are finetuned models and others, circles pretrained ones. "
        "Years in which more happened are drawn wider. The table below has the same."
    ),
    # lineage
    "depth": mark("Steps to what came from it"),
    "lineage-of": mark("Lineage of {name}"),
    "lineage-says": mark("{name}: made from {before} models and datasets, {after} that came from it are drawn."),
    "lineage-legend": mark("Circles are models, squares datasets; the colour is the verdict:"),
    "as-text": mark("The same in words"),
    "comes-from": mark("What {name} was made from"),
    "leads-to": mark("What came from {name}"),
    "zoom-in": mark("Larger"),
    "zoom-out": mark("Smaller"),
    "zoom-whole": mark("All of it"),
    # boards
    "no-board": mark("There is no board."),
    "no-frontier": mark("Of this board no entry has both a score and a known size."),
    "cut": mark("The board has {total} entries, of which this page has the first {shown}."),
    "ranks-drawn": mark("The lines are ranks from 1 to {total}, on a logarithmic scale."),
    "unbeaten": mark("What no other beats on both score and size: {board}"),
    "frontier-says": mark(
        "{total} entries of {board} by parameters and score; {count} marked ones are beaten by none on both, and stand "
        "in the table below."
    ),
    # memory
    "no-size": mark("Of no size is enough known."),
    "weights": mark("weights GB"),
    "cache-of": mark("cache of {context} tokens GB"),
    "fits-in": mark("fits in {room}"),
    "memory-of": mark("Memory of {name}"),
    "memory-says": mark(
        "Weights and cache from 0 to {context} tokens, a line for each type of weights; the dashed line is {room}, "
        "{gigabytes} GB."
    ),
    "tokens": mark("tokens in the cache"),
    "no-shape": mark("Layers and heads aren't known well enough to compute the cache."),
    "memory-note": mark("GB are 10^9 bytes. Activations and what the framework needs besides aren't counted."),
    "sources-of": mark("Sources of {name}."),
}
"""The sentences of the page, in English."""
