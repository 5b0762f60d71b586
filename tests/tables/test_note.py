"""Which notes matter most, and what documents say of them."""

from __future__ import annotations

from llmsurvey.formats import render
from llmsurvey.formats.terminal import Terminal
from llmsurvey.formats.terminal import render as render_terminal
from llmsurvey.messages import join_texts, option, say, without_advice
from llmsurvey.tables import Caption, Column, Table
from llmsurvey.tables.document import surroundings_of
from llmsurvey.tables.note import as_note, most_important_first, note, note_limit

SUMMARY = note("selection", "{number} models.", number=3)
MIXED = note("comparability", "Two metrics are mixed.")
METHOD = note("method", "Mean of three.")
REMARK = say("Taken for percent.")
LIMIT = note_limit(2, 3)
NOTES = (METHOD, LIMIT, REMARK, MIXED, SUMMARY)


def table(*notes: str, title: str = "") -> Table:
    return Table((Column("name"), Column("id", brief=False)), (("a", "x"),), title, notes)


def below(*notes: str, every_note: bool = False) -> list[str]:
    return render_terminal(table(*notes), Terminal(), every_note=every_note).splitlines()[2:]


def test_the_summary_comes_first_and_how_it_was_come_by_last() -> None:
    assert most_important_first(NOTES) == [SUMMARY, LIMIT, MIXED, REMARK, METHOD]


def test_two_notes_are_shown_and_the_others_counted() -> None:
    assert below(*NOTES) == [
        SUMMARY,
        MIXED,
        "The first 2 of 3 rows. `limit=3` shows all. 2 more notes: `notes=True`. 1 more column: `columns='all'`.",
    ]
    assert below(SUMMARY, MIXED) == [SUMMARY, MIXED, "1 more column: `columns='all'`."]


def test_all_are_shown_where_they_are_asked_for() -> None:
    last = "The first 2 of 3 rows. `limit=3` shows all. 1 more column: `columns='all'`."
    assert below(*NOTES, every_note=True) == [SUMMARY, MIXED, REMARK, METHOD, last]


def test_a_footnote_stands_only_where_its_mark_is_shown() -> None:
    starred = Table(
        (Column("name"), Column("verdict", brief=False)),
        (("a", "yes"),),
        texts={(0, "verdict"): "yes *"},
        legend="* why.",
    )
    assert "* why." not in render_terminal(starred, Terminal())
    assert "* why." in render_terminal(starred, Terminal(), every_column=True)
    assert b"why." not in render(starred.select_brief(), "html")
    assert b"why." in render(starred, "html")


def test_a_sentence_that_advises_is_in_no_document() -> None:
    fact = say("{number} left out.", number=2)
    advice = say("`{hint}` shows them.", hint=option("limit", 3))
    joined = as_note("left-out", join_texts([fact, advice]))
    one = note("left-out", "2 left out. `{hint}` shows them.", hint=option("limit", 3))
    for sentence in (joined, one):
        assert without_advice(sentence) == "2 left out."
    assert without_advice(advice) == ""
    assert without_advice(say("Why: {reason}.", reason=advice)) == ""
    assert without_advice(say("In {place}. Unsaid.", place="a. b")) == "In a. b. Unsaid."
    assert surroundings_of(table(joined, advice)).notes == ("2 left out.",)


def test_a_cell_of_a_document_advises_nothing_either() -> None:
    cell = say("and more. `{hint}` names all.", hint=option("limit", 3))
    content = Table((Column("caveats"),), (((say("one"), cell),),))
    assert b"one, and more." in render(content, "md")
    assert b"limit" not in render(content, "md")


def test_a_summary_is_the_caption_where_there_is_no_title() -> None:
    around = surroundings_of(table(MIXED, SUMMARY))
    assert (around.heading, around.caption, around.notes) == ("", "3 models.", (MIXED,))
    titled = surroundings_of(table(SUMMARY, title="KULLM"))
    assert (titled.heading, titled.caption, titled.notes) == ("KULLM", "", (SUMMARY,))
    html = render(table(SUMMARY), "html").decode()
    assert "<caption>3 models.</caption>" in html
    assert html.count("3 models.") == 2, "in the title of the page too"
    assert rb"\caption{3 models.}" in render(table(SUMMARY), "latex")


def test_a_caption_of_one_s_own_has_its_label() -> None:
    own = Table((Column("a"),), ((1,),), "Mine & yours", (SUMMARY,), caption=Caption("Mine & yours", "tab:mine_2"))
    assert b"\\caption{Mine \\& yours}\n\\label{tab:mine_2}\n" in render(own, "latex")
    assert render(own, "md").startswith(b'Mine \\& yours <a id="tab:mine_2"></a>\n')
    html = render(own, "html").decode()
    assert '<a id="tab:mine_2"></a>' in html
    assert "<caption>Mine &amp; yours</caption>" in html
    assert "3 models." in html
