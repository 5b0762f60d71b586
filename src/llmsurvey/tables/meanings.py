"""What every column holds: one name, one meaning, in all commands.

Help, the reference and the published JSON Schemas are written from this. A column of a new name gets its line here; one
whose name comes from data (a benchmark's scores) brings its own.
"""

from __future__ import annotations

from typing import NamedTuple

from llmsurvey.messages import mark, say
from llmsurvey.tables.table import Column


class Meaning(NamedTuple):
    """What a column holds, in a sentence, and the unit of its numbers; empty where they have none."""

    sentence: str
    unit: str = ""


_Group = dict[str, "str | Meaning"]

_IN_UNIT = mark("that of the benchmark")

_RECORDS: _Group = {
    "id": mark("Id of the record in the registry; it never changes."),
    "name": mark("Name; of one size of a model MODEL@SIZE, of an unknown entry the board's own."),
    "aliases": mark("Other names by which the record is found."),
    "record": mark("Kind of record: model, dataset, benchmark, licence ..."),
    "field": mark("Name of the fact."),
    "value": mark("Value of what the row names: a fact, a property, or a score in its unit."),
    "text": mark("What the claim or the condition says, in words."),
    "quote": mark("Passage of the licence that sets the condition, in its own words."),
    "developers": mark("Organisations or people who made the model."),
    "creators": mark("Who made the dataset."),
    "released": mark("Date of the first release, as precise as its source."),
    "kind": mark("Kind of model: pretrained, finetuned or a service."),
    "access": mark("Whether it can be had by anyone (open), on request (limited) or not at all (closed)."),
    "architecture": mark("Architecture of the network: encoder-only, decoder-only, encoder-decoder or word-embedding."),
    "languages": mark("Languages it was made for, as ISO 639 codes."),
    "size": mark("Name of one size of a model."),
    "sizes": mark("Sizes of the model; of each what is known of it."),
    "tokens": Meaning(mark("Tokens that it was trained on."), mark("tokens")),
    "parameters": mark("Number of parameters."),
    "active_parameters": mark("Number of parameters that a token is computed with, of a mixture of experts."),
    "context": Meaning(mark("Length of text that it takes at once, or that the cache is for."), mark("tokens")),
    "foundations": mark("Models whose weights it was made from, or whose output it was trained on."),
    "datasets": mark("Datasets that it was trained on, by id."),
    "hub": mark("Repository on the Hugging Face hub."),
    "revision": mark("Revision of the repository that was measured."),
    "date": mark("Date that the row is of: of the publication, the snapshot or the print."),
    "year": mark("Year of release; where no source dates it, the one that the survey prints."),
    "notes": mark("What else is to be known, in words."),
    "note": mark("What the board itself says of the entry."),
    "relation": mark("How it was made from what stands above it, or what was made from that."),
    "depth": mark("Steps from the model or dataset that was asked for, which is 0."),
    "parent": mark("Id of the branch that it hangs from."),
    "by": mark("Tool or model that did the translating, filtering or generating."),
    "extent": mark("How much data there is, as its source says it."),
    "caveat": mark("Whether the data is under a provider's terms, a non-commercial licence or none, or was withdrawn."),
    "repeated": mark("Whether it stands elsewhere in the tree, where it is followed."),
    "came_after": mark("Whether it came after what it hangs from, not before."),
    "longest_chain": mark("Steps from the root to what is furthest from it."),
    "growth": mark("Number of models of each year."),
    "resolved": mark("Whether the registry has it; else it is a name that a source gives."),
    "branches": mark("What hangs from it."),
    "model": mark("Model by its id."),
    "models": mark("Models that an organisation made."),
    "dataset": mark("Dataset by its id."),
    "items": mark("Number of questions, documents or dialogues."),
    "derived_from": mark("Datasets that it was made from, and how."),
    "generated_by": mark("Models whose output it holds."),
    "task": mark("What is asked of a model."),
    "chance": Meaning(mark("Score of guessing."), mark("that of the benchmark")),
    "human": Meaning(mark("Score of people."), mark("that of the benchmark")),
    "effective_items": mark("Number of questions of equal weight that would give it the same standard error."),
    "variant_of": mark("Benchmark that it is a translation or an imitation of."),
    "shape": mark("Layers, heads and the like, as far as they are known."),
}

_LICENCES: _Group = {
    "licence": mark("Licence by its id in the registry."),
    "licence_name": mark("Full name of the licence."),
    "licence_kind": mark("What the licence is for: software, content, model weights or, as terms, a service."),
    "rights": mark("Whether data that no licence covers are unlicensed, or were withdrawn."),
    "licence_history": mark("Licences that were stated before, each with its time."),
    "spdx": mark("Identifier of the licence in the SPDX list."),
    "verdict": mark("What the licences of the whole lineage allow commercially: yes, conditional, unknown or no."),
    "verdicts": mark("Verdicts of the sizes, where they differ."),
    "commercial": mark("What the licence itself says of commercial use, or what else the step is."),
    "conditions": mark("Kinds of conditions that have to be kept to."),
    "condition": mark("Kind of condition."),
    "threshold": mark("Number of users, or amount of money, from which the condition holds."),
    "derivatives": mark("What the licence passes on to what is made of the work."),
    "caveats": mark("Data that it was trained on under a provider's terms, a non-commercial licence or none."),
    "rests_on": mark("Who states what this follows from, where it isn't a sourced fact of the catalogue."),
    "contradiction_count": mark("Number of licences that claim more than a base allows."),
    "caveat_count": mark("Number of caveats."),
    "unknown_count": mark("Number of things that aren't known of the lineage."),
    "last_checked": mark("Last day on which a source was read."),
    "uses": mark("What the licences say of each use."),
    "use": mark("Use: to sell what is made with it, serve it, publish a fine-tune, or train a model on its output."),
    "permission": mark("What the licences say of the use; silence is not said, never yes."),
    "steps": mark("Steps of the chain of licences, with contradictions, caveats and earlier licences."),
    "terms": mark("Conditions in words, each with the licence that sets it."),
    "licences": mark("Licences that the steps and the data name."),
    "data": mark("Data that it was trained on, with what these were made of; of a question whether their terms count."),
    "unknown": mark("What isn't known, a sentence each."),
    "made_of": mark("Data that these were made of."),
    "read_in": mark("Numbers of the sources that state it."),
    "source_number": mark("Number of the source in its section."),
    "dossier": mark("Number of the form that the dossier is written in."),
    "llmsurvey": mark("Version of the program."),
    "asked": mark("What was asked, models by their ids."),
    "names": mark("Models, or sizes of them, that were asked about."),
    "own_licence": mark("Whether a model's own licence was looked at alone."),
    "digest": mark("Digest of all facts that the dossier rests on."),
    "content_digest": mark("Digest of the dossier itself."),
    "record_digests": mark("Digest of the facts of each record, by its kind and id."),
    "sections": mark("Models, or sizes of them for the same reasons, with what the licences say."),
    "part": mark("What of the dossier changed; of a record any fact."),
    "about": mark("What the change is about: a licence, a model, data, an address."),
    "before": mark("What the dossier says."),
    "now": mark("What it would say now."),
    "decides": mark("Whether the verdict follows from this."),
    "step": mark("Number of the step in the chain of reasons."),
    "holder": mark("Model that the licence or condition comes with."),
    "because": mark("Why the step counts."),
    "licensed_models": mark("Models of which a size is under the licence now, by id."),
    "licensed_datasets": mark("Datasets that are under the licence now, by id."),
}

_SOURCES: _Group = {
    "url": mark("Web address."),
    "source": mark("Address, or file, that states it."),
    "sources": mark("Sources, each with what it supports or says."),
    "layer": mark("Registry layer that the fact is from, where that isn't the built-in catalogue."),
    "title": mark("Title of the publication or of the page."),
    "infers": mark("Fields among these that don't stand in the source, but follow from a name that does."),
    "supports": mark("Fields that the source supports."),
    "says": mark("What the source says, in a few words of its own."),
    "checked": mark("Day on which the source was read."),
    "sourced": mark("Number of known facts that have a source; of one fact whether it has one."),
}

_BOARDS: _Group = {
    "board": mark("Board by its name."),
    "snapshot": mark("Day of the snapshot."),
    "address": mark("Board and day, as commands take it: BOARD@DAY."),
    "entries": mark("Number of entries."),
    "model_count": mark("Number of different models."),
    "size_count": mark("Number of sizes of models."),
    "matched": mark("Number of entries that the registry knows."),
    "base_stated": mark(
        "Number of entries of which sources state what they were made from, or that they were made from nothing."
    ),
    "unmatched": mark("Number of entries that the registry doesn't know."),
    "new": mark("Number of entries that weren't there before."),
    "partial": mark("Whether the snapshot has fewer than half of the entries of a former one."),
    "benchmarks": mark("Benchmarks that there are scores on."),
    "line": mark("Line of the file that it is read from."),
}

_GRAPHS: _Group = {
    "read": mark("Number of records that were read."),
    "known": mark("Number of records that the registry has."),
    "named": mark("Number of names of what they were made from."),
    "found": mark("Number of these names that a record answers to."),
    "guessed": mark("Number of these names that a record is meant by as a guess."),
    "unresolved": mark("What it was made from that nothing in the registry answers to; of an import the number."),
    "otherwise": mark("What is said otherwise than the fact in force; of an import the number of facts."),
    "taken_for": mark("Record that the name is taken for, by a guess."),
    "answers_now": mark("Record that has the name by now."),
    "in_force": mark("Value that is in force."),
    "in_force_layer": mark("Layer that it is from; empty for the catalogue."),
    "in_force_source": mark("Address or file where it was read."),
    "otherwise_layer": mark("Layer that says otherwise; empty for the catalogue."),
    "otherwise_source": mark("Address or file that says otherwise."),
}

_RANKS: _Group = {
    "rank": mark("Rank among the entries that are ranked, by the figure of the method; 1 is the best."),
    "rank_set": mark("Ranks that the entry may have, with 95 % confidence."),
    "best_rank": mark("Best rank that the entry may have, with 95 % confidence."),
    "worst_rank": mark("Worst rank that the entry may have, with 95 % confidence."),
    "board_rank": mark("Rank on the whole board that the entries are a selection of."),
    "board_rank_set": mark("Ranks that the entry may have on the whole board, with 95 % confidence."),
    "board_best_rank": mark("Best rank that the entry may have on the whole board, with 95 % confidence."),
    "board_worst_rank": mark("Worst rank that the entry may have on the whole board, with 95 % confidence."),
    "part": mark("Part of the reckoning: licence, memory or score."),
    "what": mark("What the line is about."),
    "forbids": mark(
        "Whether the condition bars what its kind is about (training on output, passing on), and doesn't only limit it."
    ),
    "uses": mark("What the licences say of each use that was asked about; what they don't mention is not said."),
    "longest_context": Meaning(
        mark("Longest text for whose cache there is room beside the weights, no longer than it was trained on."),
        mark("tokens"),
    ),
    "trained_context": Meaning(mark("Longest text that it was trained on."), mark("tokens")),
    "scored_on": mark("Another day of the board on which a size has a score that has none on this one."),
    "group": mark("Group of entries that can't be told apart, numbered from the best; of several the first and last."),
    "first_group": mark("First of the groups that it is in."),
    "last_group": mark("Last of the groups that it is in."),
    "own": mark("Whether it is one of the runs that were put beside the board."),
    "average": Meaning(mark("Mean of the scores on the benchmarks, as the method weights them."), mark("percent")),
    "z_score": Meaning(mark("Mean of the standardised scores."), mark("standard deviations")),
    "borda_points": Meaning(mark("Points by places on the benchmarks (Borda count)."), mark("points")),
    "win_rate": Meaning(mark("Share of the other entries that it beats, averaged over benchmarks."), mark("percent")),
    "standard_error": Meaning(mark("Standard error of the score or the average."), mark("that of the figure")),
    "scored": mark("On how many of the benchmarks there is a score."),
    "row": mark("Which of the rows that the board has of the same model."),
    "frontier": mark("Whether no other entry beats it on both score and parameters."),
    "measures": mark("How each score was measured."),
    "metrics": mark("Metrics of the scores."),
    "spread": mark("Difference between the best and the worst rank over the methods."),
    "mark": mark("Letter of the entry in the drawing."),
    "bytes": Meaning(mark("Size of the weights."), mark("bytes")),
    "scored_size": mark("Size that stands on the board."),
    "entered": mark("First snapshot that has the entry."),
    "snapshots": mark("Number of snapshots that have the entry."),
    "peak_rank": mark("Best rank over the snapshots."),
    "ranks": mark("Rank at each snapshot."),
    "history": mark("Rank and average at each snapshot."),
    "averages": Meaning(mark("Average at each snapshot."), mark("percent")),
    "event": mark("What became of the entry since the snapshot before."),
    "of": mark("Number of entries that have a rank there, or of all that are counted."),
    "changed": mark("Benchmarks on which the score changed although the model is the same."),
    "measured_anew": mark("Benchmarks that were measured anew for the whole board."),
    "rank_before": mark("Rank on the first board."),
    "rank_after": mark("Rank on the second board."),
    "move": mark("Places gained (lost where negative)."),
    "average_before": Meaning(mark("Average on the first board."), mark("percent")),
    "average_after": Meaning(mark("Average on the second board."), mark("percent")),
}

_SCORES: _Group = {
    "set_up": mark("How the scores were measured; only scores of one set-up are comparable."),
    "score": Meaning(mark("Score on the benchmark; of a model in a list its figure on the board."), mark("percent")),
    "origins": mark("Facts that have no source, or are from a layer of the user's own."),
    "standings": mark("Ranks of the sizes on boards."),
    "scores": mark("Scores that are known, each with how it was measured."),
    "name_as_printed": mark("Name of the model where the score stands."),
    "benchmark": mark("Benchmark by its id."),
    "metric": mark("Metric of the score: acc, acc_norm, mc2, macro-f1 ..."),
    "shots": mark("Number of examples in the prompt."),
    "harness": mark("Program that measured."),
    "version": mark("Version of the program, or of its task."),
    "reporter": mark("Who reports the score."),
    "unit": mark("Unit of the score: percent, points, a rating ..."),
    "better": mark("Whether more or less is better."),
    "run_precision": mark("Type of the weights when they were measured."),
    "first": Meaning(mark("Score of the first model."), _IN_UNIT),
    "second": Meaning(mark("Score of the second model."), _IN_UNIT),
    "difference": Meaning(mark("Score of the first less that of the second."), _IN_UNIT),
    "interval": Meaning(mark("95 % confidence interval of the difference."), _IN_UNIT),
    "low": Meaning(mark("Lower end of the interval."), _IN_UNIT),
    "high": Meaning(mark("Upper end of the interval."), _IN_UNIT),
    "apart": mark("Whether the interval leaves out 0; unknown where there is none."),
    "pairing": mark("Whether the scores are compared question by question (paired) or as they are."),
    "p_value": mark("P value of no difference."),
    "first_only": mark("Number of questions that the first model alone got right."),
    "second_only": mark("Number of questions that the second model alone got right."),
}

_MEMORY: _Group = {
    "layers": mark("Number of layers."),
    "heads": mark("Number of heads of the queries."),
    "kv_heads": mark("Number of heads of keys and values."),
    "head_size": mark("Numbers in the key of one head."),
    "hidden_size": mark("Numbers in a row of weights, where it isn't the heads times their size."),
    "full_attention_layers": mark("Number of layers that keep every token."),
    "sliding_window": Meaning(mark("Number of last tokens that the other layers keep."), mark("tokens")),
    "state_layers": mark("Number of layers that keep a state, whatever the context."),
    "state_size": mark("Numbers in that state."),
    "kv_lora_rank": mark("Numbers in the latent vector of a token."),
    "qk_rope_head_dim": mark("Numbers in the rotary part of a key."),
    "precision": mark("Type that the weights are stored in."),
    "bits": Meaning(mark("Bits for each weight, with scales and the larger types of some tensors."), mark("bits")),
    "gb": Meaning(mark("Size of the weights."), "GB"),
    "cache_gb": Meaning(mark("Size of the key-value cache."), "GB"),
    "total_gb": Meaning(mark("Size of weights and cache."), "GB"),
    "total_gib": Meaning(mark("Size of weights and cache."), "GiB"),
    "cache_bytes": Meaning(mark("Size of the key-value cache."), mark("bytes")),
    "total_bytes": Meaning(mark("Size of weights and cache."), mark("bytes")),
    "batch": mark("Texts at once."),
    "cache_type": mark("Type of the numbers in the key-value cache."),
    "engine": mark("Program that sets the cache aside so; empty for what the model needs."),
    "fits": mark("Whether weights and cache fit on the card or in the amount; unknown where it can't be computed."),
}

_SURVEY: _Group = {
    "claim": mark("Number of the claim."),
    "outcome": mark("What came out: it holds, holds only as printed, doesn't hold, or can't be checked."),
    "place": mark("Where in the survey it stands."),
    "facts": mark("Facts that decide the claim."),
    "fact": mark("Fact that the claim was computed from."),
    "number": mark("The value as a number, where it is one; of a part, how many."),
    "needed": mark("What would be needed to check the claim."),
    "text_ko": mark("What the claim says, in Korean."),
    "erratum": mark("Number of the erratum."),
    "erratum_kind": mark("Kind of mistake: fact, number, name, caption, metric or citation; a note is on none."),
    "same_as": mark("Erratum that the same mistake has at its first place."),
    "printed": mark("What the survey prints, to the letter."),
    "correct": mark("What is right."),
    "reason": mark("Why, and how that is known."),
    "correct_ko": mark("What is right, in Korean."),
    "reason_ko": mark("Why, in Korean."),
    "section": mark("Section of the survey."),
    "table": mark("Number of the table of the survey."),
    "table_row": mark("Row of the table, counted from 1."),
    "table_column": mark("Column of the table, by its heading."),
    "reference": mark("Number of the work in the survey's list of references."),
    "references": mark("Numbers of the work in the survey's list of references."),
    "subject": mark("Record that it is about: KIND/ID."),
    "corrections": mark("Cells that an erratum changed."),
    "changed_cells": mark("Columns whose cells an erratum changed."),
    "errata": mark("Errata that changed them, in the same order."),
    "printed_year": mark("Year that the survey prints."),
    "printed_name": mark("Name that the survey prints."),
    "printed_developer": mark("Developer that the survey prints."),
    "key": mark("Key of the publication in a bibliography."),
    "type": mark("Type of publication, as CSL calls it."),
    "authors": mark("Authors of the publication."),
    "container": mark("Journal, proceedings or site that it appeared in."),
    "doi": mark("Digital object identifier."),
    "arxiv": mark("Number on arXiv."),
    "cites": mark("Records of the registry that the publication introduces."),
    "cited_for": mark("What the survey cites it for."),
    "cited_for_ko": mark("What the survey cites it for, in Korean."),
    "right": mark("Whether the reference is about that."),
    "instead": mark("What should be cited in its place."),
}

_COUNTS: _Group = {
    "property": mark("Property that models are counted by."),
    "percent": Meaning(mark("Share of all models."), mark("percent")),
    "records": mark("Number of records that have the field."),
    "known": mark("Number of records that state the field."),
    "percent_known": Meaning(mark("Share of the records that state the field."), mark("percent")),
    "percent_sourced": Meaning(mark("Share of these that have a source for it."), mark("percent")),
    "fields": mark("Fields in which the words were found."),
    "match": mark("What was found there."),
    "setting": mark("Setting by its name in the configuration file."),
    "origin": mark("Where the value is from: option, environment, file, folder, or built in."),
    "where": mark("File, variable or folder that has it."),
    "severity": mark("Whether it keeps the registry from loading (error) or merely looks wrong (warning)."),
    "nearness": mark("How well the words were found, from 0 to 100."),
    "option": mark("Option that asks for the answer that has the column."),
    "heading": mark("What people read above the column."),
    "meaning": mark("What the column holds, or the setting decides."),
    "shown": mark("Whether people see it who don't choose columns."),
    "file": mark("File that is at fault."),
    "column": mark("Column: of a table by its name, of a file by its number."),
    "message": mark("What is wrong, and what to do."),
    "since": mark("Day from which it holds."),
    "until": mark("Day until which it held."),
}

MEANINGS: dict[str, Meaning] = {
    name: meaning if isinstance(meaning, Meaning) else Meaning(meaning)
    for group in (_RECORDS, _LICENCES, _SOURCES, _BOARDS, _GRAPHS, _RANKS, _SCORES, _MEMORY, _SURVEY, _COUNTS)
    for name, meaning in group.items()
}
"""What each column holds, by its name."""


def meaning_of(column: Column) -> Meaning:
    """Return what a column holds. Raises KeyError for a name that has no meaning."""
    if column.meaning:
        return Meaning(column.meaning, column.unit)
    meaning = MEANINGS[column.name]
    return Meaning(say(meaning.sentence), say(meaning.unit) if meaning.unit else "")
