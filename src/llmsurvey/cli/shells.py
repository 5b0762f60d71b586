"""How a shell asks for completions, and how it is answered: Bash, Zsh, Fish and PowerShell.

Each says the command line up to the cursor; Bash and PowerShell also say the word, or the part of it, that they replace
by what they are answered.
"""

from __future__ import annotations

import os
import sys
from typing import NamedTuple

from llmsurvey.cli.tell import NAME

VARIABLE = f"_{NAME.upper()}_COMPLETE"
"""The environment variable in which a shell says that it asks: `complete_bash`."""

_WORDS, _WORD, _ACTION = "_TYPER_COMPLETE_ARGS", "_TYPER_COMPLETE_WORD_TO_COMPLETE", "_TYPER_COMPLETE_FISH_ACTION"

_BASH = """\
_llmsurvey_completion() {
    local IFS=$'\\n'
    COMPREPLY=( $( env _LLMSURVEY_COMPLETE=complete_bash _TYPER_COMPLETE_ARGS="${COMP_LINE:0:COMP_POINT}" \\
        _TYPER_COMPLETE_WORD_TO_COMPLETE="$2" "$1" ) )
    return 0
}

complete -o default -F _llmsurvey_completion llmsurvey"""

_ZSH = """\
#compdef llmsurvey

_llmsurvey_completion() {
  eval $(env _TYPER_COMPLETE_ARGS="${words[1,$CURRENT]}" _LLMSURVEY_COMPLETE=complete_zsh llmsurvey)
}

compdef _llmsurvey_completion llmsurvey"""

_FISH_ASKS = (
    "env _LLMSURVEY_COMPLETE=complete_fish _TYPER_COMPLETE_FISH_ACTION={} _TYPER_COMPLETE_ARGS=(commandline -cp)"
)
_FISH = (
    f'complete --command llmsurvey --no-files --arguments "({_FISH_ASKS.format("get-args")} llmsurvey)" '
    f'--condition "{_FISH_ASKS.format("is-args")} llmsurvey"'
)

_POWERSHELL = """\
Import-Module PSReadLine
Set-PSReadLineKeyHandler -Chord Tab -Function MenuComplete
$scriptblock = {
    param($wordToComplete, $commandAst, $cursorPosition)
    $Env:_LLMSURVEY_COMPLETE = "complete_powershell"
    $Env:_TYPER_COMPLETE_ARGS = $commandAst.ToString()
    $Env:_TYPER_COMPLETE_WORD_TO_COMPLETE = $wordToComplete
    llmsurvey | ForEach-Object {
        $commandArray = $_ -Split ":::"
        $command = $commandArray[0]
        $helpString = $commandArray[1]
        [System.Management.Automation.CompletionResult]::new(
            $command, $command, 'ParameterValue', $helpString)
    }
    $Env:_LLMSURVEY_COMPLETE = ""
    $Env:_TYPER_COMPLETE_ARGS = ""
    $Env:_TYPER_COMPLETE_WORD_TO_COMPLETE = ""
}
Register-ArgumentCompleter -Native -CommandName llmsurvey -ScriptBlock $scriptblock"""

SCRIPTS = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH, "powershell": _POWERSHELL, "pwsh": _POWERSHELL}
"""What each shell runs to know how to ask."""


def script_of(shell: str) -> str:
    """Return what a shell of `SCRIPTS` runs to know how to ask."""
    return SCRIPTS[shell]


def answer_shell(question: str) -> int:
    """Answer a shell that asks for completions, on standard output, and return the exit code.

    `question` is what the variable holds: `complete_zsh`. What somebody types on standard input is never waited for.
    """
    sys.stdin = None  # as where it is closed
    shell = question.removeprefix("complete_")
    if shell == "bash":
        return _answer_bash()
    if shell == "zsh":
        return _answer_zsh()
    if shell == "fish":
        return _answer_fish()
    if shell in ("powershell", "pwsh"):
        return _answer_powershell()
    return 1


def _answer_bash() -> int:
    """Give Bash what it puts in the place of a part of the word: it takes an @ or a = for the end of one.

    What it is given it types as it is, within quotes that are open, or without any.
    """
    from llmsurvey.cli.completion import complete_words

    line = _read_line()
    replaced = os.environ.get(_WORD, "")
    if line.open_quote is None:
        replaced = "".join(_split_words(replaced).words)
    head = line.last.removesuffix(replaced)
    for name, _ in complete_words(line.words, line.last):
        rest = name.removeprefix(head)
        print(rest if line.open_quote else rest.replace(" ", "\\ "))
    return 0


def _answer_zsh() -> int:
    from llmsurvey.cli.completion import complete_words

    line = _read_line()
    offered = complete_words(line.words, line.last)
    if not offered:
        print("_files")
        return 0
    lines = [f'"{_for_zsh(name)}":"{_for_zsh(text)}"' if text else f'"{_for_zsh(name)}"' for name, text in offered]
    print(f"_arguments '*: :(({chr(10).join(lines)}))'")
    return 0


def _for_zsh(text: str) -> str:
    text = text.replace('"', '""').replace("'", "''").replace("$", "\\$").replace("`", "\\`")
    return text.replace(":", "\\\\:")


def _answer_fish() -> int:
    """Fish asks twice: whether there is anything to offer (else it completes files), and what."""
    from llmsurvey.cli.completion import complete_words

    line = _read_line()
    offered = complete_words(line.words, line.last)
    if os.environ.get(_ACTION) == "is-args":
        return 0 if offered else 1
    for name, text in offered:
        print(f"{name}\t{text}" if text else name)
    return 0


def _answer_powershell() -> int:
    """PowerShell types what it is given, where a blank or a comma would end the word."""
    from llmsurvey.cli.completion import complete_words

    incomplete = os.environ.get(_WORD, "")
    words = _split_words(os.environ.get(_WORDS, "")).words
    for name, text in complete_words(words[1:-1] if incomplete else words[1:], incomplete):
        typed = f"'{name}'" if " " in name or "," in name else name
        print(f"{typed}:::{text or ' '}")
    return 0


class _Line(NamedTuple):
    """The words of a command line up to the cursor: those before the `last`, which is completed.

    `open_quote` is the quote in which the last one ends, None where there is none.
    """

    words: list[str]
    last: str
    open_quote: str | None


def _read_line() -> _Line:
    """Return the command line that a shell says, without the program's name."""
    line = os.environ.get(_WORDS, "")
    words, open_quote, is_ended = _split_words(line)
    if is_ended:
        words.append("")
    return _Line(words[1:-1], words[-1] if len(words) > 1 else "", open_quote)


class _Words(NamedTuple):
    """The words of a line; of the last one, the quote that is open, and whether a blank ends it."""

    words: list[str]
    open_quote: str | None
    is_ended: bool


def _split_words(line: str) -> _Words:
    """Split a line into words as a shell does, also where a quote isn't closed yet."""
    words: list[str] = []
    word: str | None = None
    quote: str | None = None
    signs = iter(line)
    for sign in signs:
        if sign == quote:
            quote = None
        elif sign == "\\" and quote != "'":
            word = (word or "") + next(signs, "")
        elif quote is None and sign in "'\"":
            word, quote = word or "", sign
        elif quote is None and sign.isspace():
            if word is not None:
                words.append(word)
            word = None
        else:
            word = (word or "") + sign
    if word is not None:
        words.append(word)
    return _Words(words, quote, word is None)
