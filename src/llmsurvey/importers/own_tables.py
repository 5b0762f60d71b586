"""Tables that the program itself writes and that are no boards: what each is, by columns that no other table has."""

from __future__ import annotations

from collections.abc import Collection

from llmsurvey.importers.own_columns import is_ranking
from llmsurvey.messages import Hint, option, question

OWN_TABLES: tuple[tuple[Hint, frozenset[str]], ...] = tuple(
    (command, frozenset(columns.split()))
    for command, columns in (
        (question("boards"), "board snapshot entries matched"),
        (question("remove_boards"), "board snapshot file"),
        (question("import_logs"), "benchmark model metrics questions answers new_answers"),
        (question("log_scores"), "benchmark metric model mean_score standard_error questions"),
        (question("logs"), "benchmark model metrics questions repeats missing reworded"),
        (question("questions"), "question cluster model_count mean_score discrimination"),
        (question("questions_enough"), "question_count tau swapped most_swapped"),
        (question("remove_logs"), "benchmark model run answers"),
        (question("import_scores"), "board entries new matched unmatched"),
        (question("history"), "name snapshot event rank of measured_anew"),
        (question("history", top=None), "rank name entered snapshots ranks"),
        (question("diff"), "event name rank_before rank_after move"),
        (question("compare", board=None), "benchmark first second difference interval pairing"),
        (question("compare", logs=True), "benchmark first second difference interval items first_only"),
        (question("compare", show_flips=True), "benchmark question first_score second_score"),
        (question("compare"), "developers released kind verdict rests_on tokens"),
        (question("choose"), "name verdict precision total_gb longest_context"),
        (question("choose"), "name verdict precision memory_GB longest_context"),
        (option("why"), "part what value because"),
        (question("dossier"), "name sizes verdict contradictions caveats"),
        (question("dossier"), "name sizes verdict contradiction_count"),
        (question("check_dossier"), "name part about before now"),
        (question("bom"), "record name size declared concluded verdict"),
        (question("bom", checklist=None), "asked holder finding state"),
        (question("import_bom"), "record name declared binding verdict disagreement"),
        (question("check"), "file name verdict passes why"),
        (question("conflicts"), "field in_force otherwise decided because"),
        (question("families"), "name released models sizes steps growth"),
        (question("families"), "name released model_count size_count longest_chain growth"),
        (question("import_graphs"), "record read known named found guessed otherwise"),
        (question("import_models"), "name verdict licence foundations unresolved parameters"),
        (question("validate", unresolved=None), "file line name relation taken_for answers_now"),
        (question("list"), "name developers released sizes verdict foundations"),
        (question("list"), "id name released kind access architecture licence verdict"),
        (question("export"), "model size released kind access tokens verdict"),
        (question("frontier"), "mark name average rank released verdict"),
        (question("licence"), "step commercial licence holder because"),
        (question("licence", conditions=True), "condition text licence holder"),
        (question("licence", descendants=None), "name depth licence commercial verdict decides"),
        (question("licence", use="sell"), "use said licence holder clause checked"),
        (question("licences"), "id kind commercial conditions models"),
        (question("licences"), "id name spdx licence_kind commercial url"),
        (question("lineage"), "depth relation name licence verdict"),
        (question("plot", "history"), "snapshot rank average"),
        (question("plot", "licences"), "licence year model_count"),
        (question("plot", "memory"), "name precision context total_gb cache_gb trained_context"),
        (question("memory"), "precision bits gb cache_gb total_gb"),
        (question("memory"), "precision bits weights_GB cache_GB total_GB"),
        (question("search"), "record id name match"),
        (question("show"), "field value source"),
        (question("show"), "size parameters licence verdict released hub"),
        (question("show", sources=True), "url supports says checked"),
        (question("stats"), "property value models sizes"),
        (question("stats"), "property value model_count size_count"),
        (question("stats", by="field"), "record field records known sourced"),
        (question("stats", by="declared"), "collection declared_verdict concluded_verdict"),
        (question("timeline"), "released name developers kind foundations"),
        (question("timeline"), "released name kind year printed_year"),
        (question("cite"), "key type title date"),
        (question("cite"), "key references type title authors"),
        (question("cite", references=True), "reference section right erratum"),
        (question("claims"), "claim place outcome text"),
        (question("claims"), "claim fact value"),
        (question("errata"), "erratum place printed correct reason"),
        (question("validate"), "file line column message severity"),
        (question("config"), "setting value origin where"),
        (option("columns", "help"), "column heading unit meaning shown"),
        (question("rank_methods"), "name mean z-score spread"),
        (question("rank_methods"), "name borda spread"),
        (question("rank_logs"), "rank name average unpaired_rank_set"),
        (question("rank_logs"), "rank name average unpaired_best_rank"),
        (question("leaders_by_subject"), "benchmark cluster leaders candidates"),
    )
)
"""The command that writes each, and columns that it has together: where lists are left out (Parquet), and on a page."""


def command_that_wrote(headings: Collection[str]) -> Hint | None:
    """Return the command that wrote a table with these headings, where that is none of scores."""
    stated = {heading.replace(" ", "_") for heading in headings}
    if is_ranking(headings):  # which may have columns of other tables beside its own
        return None
    return next((command for command, columns in OWN_TABLES if columns <= stated), None)
