"""Reading the hand-over scripts: which programs with which flags."""

import re

KEYWORDS = {"if", "then", "else", "elif", "fi", "do", "done", "while", "until",
            "!", "{", "}", "esac"}


def _word(text, at):
    """The word at AT: (the word, what is substituted in it, where it ends)."""
    word, inner = "", []
    while at < len(text) and text[at] not in " \t\n;|&()<>":
        char = text[at]
        if char == "\\":
            word += text[at:at + 2]
            at += 2
        elif char == "'":
            end = text.index("'", at + 1)
            word += text[at:end + 1]
            at = end + 1
        elif char == '"':
            at += 1
            word += '"'
            while text[at] != '"':
                if text[at] == "\\":
                    word += text[at:at + 2]
                    at += 2
                elif text.startswith("$(", at) and text[at + 2] != "(":
                    end = _closing(text, at + 2)
                    inner.append(text[at + 2:end])
                    at = end + 1
                else:
                    word += text[at]
                    at += 1
            word += '"'
            at += 1
        elif text.startswith("$((", at):
            at = text.index("))", at) + 2
            word += "0"
        elif text.startswith("$(", at):
            end = _closing(text, at + 2)
            inner.append(text[at + 2:end])
            at = end + 1
        elif text.startswith("${", at):
            end = text.index("}", at)
            word += text[at:end + 1]
            at = end + 1
        else:
            word += char
            at += 1
    return word, inner, at


def _closing(text, at):
    """Where the parenthesis that is open before AT closes."""
    depth = 1
    while True:
        if text[at] in "'\"":
            _, _, at = _word(text, at)
            continue
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if depth == 0:
            return at
        at += 1


def commands(text):
    """All simple commands of a shell script, as lists of words."""
    found, words, at, case = [], [], 0, 0

    def end():
        nonlocal words
        while words and (words[0] in KEYWORDS or
                         re.match(r"[A-Za-z_]\w*=", words[0])):
            words = words[1:]
        if words:
            found.append(words)
        words = []

    while at < len(text):
        char = text[at]
        if char == "#" and (at == 0 or text[at - 1] in " \t\n;"):
            at = text.find("\n", at)
        elif text.startswith("\\\n", at):
            at += 2
        elif char in " \t":
            at += 1
        elif char in "\n;|&()":
            end()
            at += 1
        elif char in "<>":
            while text[at] in "<>&- \t":
                at += 1
            _, inner, at = _word(text, at)
            for each in inner:
                found.extend(commands(each))
        else:
            start = at
            word, inner, at = _word(text, at)
            for each in inner:
                found.extend(commands(each))
            if re.fullmatch(r"\d", word) and at < len(text) and \
                    text[at] in "<>":
                continue
            if word == "case" and not words:
                case += 1
            # What stands before ) in a case is a pattern.
            if not words and case and re.match(
                    r"[^\n;()]*\)", text[start:].replace("\\\n", "  ")) and \
                    "$(" not in text[start:text.index(")", start)] and \
                    text[:start].rstrip().endswith((" in", ";;")):
                at = text.index(")", start) + 1
                continue
            if word == "esac" and not words:
                case -= 1
            if word in ("do", "then", "else", "{", "!") and not words:
                continue
            words.append(word)
    end()
    return found


def functions(text):
    return set(re.findall(r"^(\w+)\(\) \{", text, re.M))


def flags_of(words):
    """The flags among the words of a command, quotes aside."""
    return [word for word in words[1:] if re.match(r"-[A-Za-z0-9-]", word)]


def allowed(path):
    """The allow-list: a program, and its flags."""
    lines = {}
    with open(path, encoding="ascii") as file:
        for line in file:
            words = line.split()
            if words and not line.startswith("#"):
                lines[words[0]] = set(words[1:])
    return lines


# ---- PowerShell ----

KEYWORDS_OF_POWERSHELL = {
    "function", "foreach", "in", "if", "elseif", "else", "while", "try",
    "catch", "finally", "return", "continue", "break"}


def tokens(text):
    """The tokens of a PowerShell script: (kind, text), or ValueError.  Kinds:
    string, variable, word, operator, type, mark."""
    found, at = [], 0
    kinds = [("space", r"[ \t\r]+"), ("comment", r"<#.*?#>|#[^\n]*"),
             ("string", r"@'\r?\n.*?\r?\n'@"),
             ("string", r"'(?:[^'\n]|'')*'"),
             ("variable", r"\$(?:\w+:)?\w+|\$\{[^}]*\}"),
             ("type", r"\[[A-Za-z][\w.]*(?:\[\])?\](?=::|\s*[{$(])"),
             ("number", r"\d+(?:[KMG]B)?"),
             ("word", r"[A-Za-z]\w*(?:[-.][A-Za-z]\w*)*"),
             ("operator", r"-[A-Za-z]+"),
             ("mark", r"::|\+=|-=|[][{}(),;.=|&+*/\-@$>!\n]")]
    while at < len(text):
        if text[at] == '"':
            end = _power_string(text, at, found)
            found.append(("string", text[at:end]))
            at = end
            continue
        for kind, shape in kinds:
            match = re.compile(shape, re.S).match(text, at)
            if match:
                break
        else:
            line = text.count("\n", 0, at) + 1
            raise ValueError(f"line {line}: {text[at:at + 40]!r}")
        if kind not in ("space", "comment"):
            found.append((kind, match.group()))
        at = match.end()
    return found


def _power_string(text, at, found):
    """Where the string in double quotes at AT ends; what is computed in it is
    added to FOUND."""
    at += 1
    while text[at] != '"':
        if text[at] == "\n":
            raise ValueError(f"a string does not end: {text[at - 40:at]!r}")
        if text[at] == "`":
            at += 2
        elif text.startswith("$(", at):
            depth, end = 1, at + 2
            while depth:
                depth += {"(": 1, ")": -1}.get(text[end], 0)
                end += 1
            found += tokens(text[at + 2:end - 1])
            at = end
        else:
            at += 1
    return at + 1


def balanced(found):
    """Do brackets of the tokens FOUND close in order?"""
    pairs, open_ = {")": "(", "}": "{", "]": "["}, []
    for kind, text in found:
        if kind != "mark":
            continue
        if text in pairs.values():
            open_.append(text)
        elif text in pairs:
            if not open_ or open_.pop() != pairs[text]:
                return False
    return not open_
