"""How a shell asks for completions, and how it is answered: Bash, Zsh, Fish and PowerShell.

The variables are those of typer's own completion, so that what was installed by an earlier version works on.
"""

from __future__ import annotations

import os
import re
import shlex
import sys

from llmsurvey.cli.tell import NAME

VARIABLE = f"_{NAME.upper()}_COMPLETE"
"""The environment variable in which a shell says that it asks: `complete_bash`."""

_WORDS, _WORD, _ACTION = "_TYPER_COMPLETE_ARGS", "_TYPER_COMPLETE_WORD_TO_COMPLETE", "_TYPER_COMPLETE_FISH_ACTION"

_BASH = """\
_llmsurvey_completion() {
    local IFS=$'\\n'
    COMPREPLY=( $( env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD _LLMSURVEY_COMPLETE=complete_bash $1 ) )
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
    """Bash takes an @ for the end of a word, so it asks for, and replaces, only what stands behind it."""
    from llmsurvey.cli.completion import complete_words

    number = os.environ.get("COMP_CWORD", "")
    last = int(number) if re.fullmatch("[0-9]{1,6}", number) else 0
    parts = [*_split_words(os.environ.get("COMP_WORDS", "")), ""][: last + 1]
    words: list[str] = []
    head = ""  # what stands before the part that Bash asks for
    for before, part in zip(["", *parts], parts, strict=False):
        if words and (part == "@" or (before == "@" and part)):
            head = words[-1] if part != "@" else f"{words[-1]}@"
            words[-1] += part
        else:
            head = ""
            words.append(part)
    for name, _ in complete_words(words[1:-1], words[-1] if words else ""):
        print(name.removeprefix(head).replace(" ", "\\ "))
    return 0


def _answer_zsh() -> int:
    from llmsurvey.cli.completion import complete_words

    offered = complete_words(*_words_typed())
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

    offered = complete_words(*_words_typed())
    if os.environ.get(_ACTION) == "is-args":
        return 0 if offered else 1
    for name, text in offered:
        print(f"{name}\t{text}" if text else name)
    return 0


def _answer_powershell() -> int:
    """PowerShell types what it is given, where a blank or a comma would end the word."""
    from llmsurvey.cli.completion import complete_words

    incomplete = os.environ.get(_WORD, "")
    words = _split_words(os.environ.get(_WORDS, ""))
    for name, text in complete_words(words[1:-1] if incomplete else words[1:], incomplete):
        typed = f"'{name}'" if " " in name or "," in name else name
        print(f"{typed}:::{text or ' '}")
    return 0


def _words_typed() -> tuple[list[str], str]:
    """Return the words before the one that is completed, and that one, as Zsh and Fish say them."""
    line = os.environ.get(_WORDS, "")
    words = _split_words(line)[1:]
    if words and not line.endswith(" "):
        return words[:-1], words[-1]
    return words, ""


def _split_words(line: str) -> list[str]:
    """Split a line into words as a shell does, also where a quote isn't closed yet."""
    lexer = shlex.shlex(line, posix=True)
    lexer.whitespace_split = True
    lexer.commenters = ""
    words = []
    try:
        for word in lexer:
            words.append(word)
    except ValueError:  # a quote that isn't closed, or an escape at the end: what is there is the last word
        words.append(lexer.token)
    return words
