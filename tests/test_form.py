"""The form of an article, read from its source: its parts in their order, and a main line that is short enough.

As in test_prose.py every gate lists what is wrong, and is also given an article that is broken on purpose.
"""

import ast
import re

import pytest
import yaml
from pages import ROOT

from website import articles, form

ARTICLES = [
    path for path in sorted((ROOT / "chapters").glob("*.md")) if articles.is_article(f"chapters/{path.stem}")
]

WORDS, CODE, FIGURES = 2_500, 120, 6  # of the main line, at most
REMEMBER = "What to remember"
SECTIONS = [
    "Background",
    "The model",
    "What the network does",
    "Discussion",
    REMEMBER,
    "Exercises",
    "Claims",
    "References",
]
SOLUTION = '<details class="solution">\n<summary>Solution</summary>\n\n'
CURIOUS = '<details class="curious">\n<summary>For the curious: '


def headings(source):
    return re.findall(r"^## (.*?)\s*$", source.text, re.M)


# ------------------------------------------------------------------------------- what holds for all articles


def misplaced(text, source):
    """Sections that are not those of every article; the new one may be missing where an article is older."""
    found = [heading for heading in headings(source) if heading != REMEMBER]
    if found != [heading for heading in SECTIONS if heading != REMEMBER]:
        yield f"the sections are {found}"
    titles = re.findall(r"^# (.*?)\s*$", source.text, re.M)
    if titles != [yaml.safe_load(text.split("---\n")[1])["title"]]:
        yield f"the title in the text is {titles}"


def without_solution(text, source):
    """Exercises without a folded solution."""
    parts = re.split(r"^\*\*(\d)\.\*\*", form.section(source.text, "Exercises"), flags=re.M)
    if parts[1::2] != ["1", "2", "3"]:
        yield f"the exercises are {parts[1::2]}, not 1 to 3"
    for number, part in zip(parts[1::2], parts[2::2], strict=True):
        question, _, rest = part.partition(SOLUTION)
        solution, end, after = rest.partition("\n</details>")
        if not question.strip() or not solution.strip() or not end or "<details" in solution + after:
            yield f"exercise {number} has not one folded solution"


def wide(text, source):
    """Lines of code that leave the page."""
    for cell in source.cells:
        for k, line in enumerate(cell.code.split("\n"), start=cell.line):
            if len(line) > 78:
                yield f"line {k}: {len(line)} characters of code"


# ------------------------------------------------------------------------------- what older articles may lack


def too_long(text, source):
    """More in the main line than a student reads in one go."""
    line, _ = form.parts(source)
    if line.words > WORDS:
        yield f"{line.words} words in the main line, at most {WORDS}"
    if line.code > CODE:
        yield f"{line.code} lines of code in the main line, at most {CODE}"
    if line.figures > FIGURES:
        yield f"{line.figures} figures in the main line that are not live, at most {FIGURES}"


def not_in_short(text, source):
    """No three sentences right under the title."""
    found = re.search(r"^# [^\n]+\n+:::\{in-short\}\n(.*?)\n:::$", text, re.M | re.S)
    if not found or text.count("{in-short}") != 1:
        yield "under the title stands not one {in-short}"
    elif (count := len(re.findall(r"[.?!][)”\"*]*(?=\s|$)", found[1]))) != 3:
        yield f"in short are {count} sentences, not 3"


def not_remembered(text, source):
    """No list of three to five sentences, each followed by a claim of this article."""
    if headings(source) != SECTIONS:
        yield f"{REMEMBER!r} stands not between Discussion and Exercises"
    items = re.findall(r"^- (.*?)(?=^\S|\Z)", form.section(source.text, REMEMBER), re.M | re.S)
    if not 3 <= len(items) <= 5:
        yield f"{len(items)} sentences to remember, not 3 to 5"
    known, code = claims(source), claims(source, of_code=True)
    for item in items:
        sentence, names = re.fullmatch(r"(.*?)((?:\s*\{claim\}`[^`]+`)*)\s*", item, re.S).groups()
        if not names or not sentence.strip().endswith((".", "!", "?")):
            yield f"no claim follows {sentence.strip()[-30:]!r}"
        for name in re.findall("`([^`]+)`", names):
            if not any(re.fullmatch(pattern, " ".join(name.split())) for pattern in known):
                yield f"no claim is called {name!r}"
            elif any(re.fullmatch(pattern, " ".join(name.split())) for pattern in code):
                yield f"{name!r} tests the code only"


def claims(source, of_code=False):
    """The names of the claims that the code makes, or of its tests of the code, as patterns: f"…" stands for several."""
    found = []
    for cell in source.cells:
        for call in ast.walk(form.syntax(cell.code)):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "claim":
                if of_code and "code" not in [option.arg for option in call.keywords]:
                    continue
                parts = getattr(call.args[0], "values", call.args[:1])
                constants = [part.value if isinstance(part, ast.Constant) else None for part in parts]
                found.append("".join(".+" if text is None else re.escape(text) for text in constants))
    return found


def badly_folded(text, source):
    """Folds that do not say what is in them, that are not closed, or with a heading in them."""
    folds = re.findall(r"^<details.*?^</details>$", source.text, re.M | re.S)
    for fold in folds:
        if not fold.startswith((SOLUTION, CURIOUS)):
            yield f"a fold begins {fold[:60]!r}"
        if re.search(r"^#+ ", fold, re.M):
            yield f"a heading in a fold: {fold[:60]!r}"
    if [text.count("<details"), text.count("</details>")] != [len(folds)] * 2:
        yield "a fold is not closed, or stands in another"


GATES = [misplaced, without_solution, wide, too_long, not_in_short, not_remembered, badly_folded]


def wrong(text):
    source = form.take_apart(text)
    return [fault for gate in GATES for fault in gate(text, source)]


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_the_form_of_an_article(path, record_property):
    text = path.read_text(encoding="utf8")
    line, _ = form.parts(form.take_apart(text))
    counts = f"{line.words} of {WORDS} words, {line.code} of {CODE} lines of code, {line.figures} of {FIGURES} figures"
    record_property("main line", f"{path.stem}: {counts}")
    assert wrong(text) == []


def test_a_new_article_has_the_form():
    template = ROOT / "website" / "templates" / "article.md"
    assert wrong(template.read_text(encoding="utf8")) == []


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_an_article_appears_after_those_that_it_needs(path):
    metas = {one.stem: articles.front_matter(one.read_text(encoding="utf8"), one) for one in ARTICLES}
    docnames = [f"chapters/{name}" for name in metas]
    needed = articles.needed(metas[path.stem], f"chapters/{path.stem}", docnames, path)
    for docname in needed.values():
        assert metas[docname.removeprefix("chapters/")]["date"] < metas[path.stem]["date"]


# ------------------------------------------------------------------------------- the gates see what is wrong

ARTICLE = (
    f"""---
title: "A title"
---
# A title

:::{{in-short}}
It fires at 8.3 Hz. So it does! (And *why?*)
:::

```{{code-cell}} ipython3
---
mystnb:
  figure:
    name: fig-live
---
live("a", n=3)
```

## Background

One two $x + y$ three, {{glue:text}}`rate`.

$$
x = 1
$$

## The model

```{{code-cell}} ipython3
x = 1

y = 2
```

{CURIOUS}more</summary>

These five words are extra.

```{{code-cell}} ipython3
z = 1
```

</details>

## What the network does

## Discussion

## What to remember

- One is one. {{claim}}`one`
- Two
  is two. {{claim}}`two`
- Three is three. {{claim}}`one` {{claim}}`rate
  at 3 mV`

## Exercises

"""
    + "".join(f"**{k}.** Why?\n\n{SOLUTION}Because.\n\n</details>\n\n" for k in (1, 2, 3))
    + """
## Claims

```{code-cell} ipython3
---
tags: [fold]
mystnb:
  figure:
    name: fig-one
---
claim("one", 1, 1, within=0, source="theory")
lib.claim("never", 1, 1, within=0, source="theory")
for k in (2, 3):
    claim("two", k, k, within=0, source="theory")
    claim(f"rate at {k} mV", k, k, within=0, source="theory")
```

## References
"""
)
FIGURE = (
    "```{code-cell} ipython3\n---\nmystnb:\n  figure:\n    name: fig-x\n---\nplot()\n```\n\n## The model\n"
)


def test_a_good_article_is_good():
    assert wrong(ARTICLE) == []


def test_what_is_counted():
    """Of the main line; a number, a formula in the line, and a heading's words are words."""
    line, beside = form.parts(form.take_apart(ARTICLE))
    short, background, remember = 10, 5, 3 + 3 + 3
    titles = 2 + 1 + 2 + 4 + 1 + 3
    assert line == form.Part(
        words=short + background + remember + titles, formulas=1, code=3, figures=0, live=1
    )
    assert beside.code == 1 and beside.figures == 1 and beside.formulas == 0
    assert form.exercises(form.take_apart(ARTICLE)) == 3


def test_times_count_what_takes_time():
    reading, working = form.times(form.take_apart(ARTICLE))
    assert (reading, working) == (5, 60)
    longer = ARTICLE.replace("One two", "word " * 2_000 + "\n\n$$\nx\n$$\n" * 12)
    assert form.times(form.take_apart(longer)) == (20, 90)
    folded = ARTICLE.replace("These five", "word " * 6_000)
    assert form.times(form.take_apart(folded)) == (5, 120)


@pytest.mark.parametrize(
    "old, new, expected",
    [
        ("## The model\n", "", "the sections are"),
        ("## Claims", "## Result\n\n## Claims", "the sections are"),
        ("# A title", "# Another", "the title in the text is ['Another']"),
        ("**3.**", "**4.**", "the exercises are ['1', '2', '4']"),
        ("**3.** Why?\n\n" + SOLUTION + "Because.\n\n</details>", "", "the exercises are ['1', '2']"),
        ("**2.** Why?\n\n" + SOLUTION, "**2.** Why?\n\n", "exercise 2 has not one folded solution"),
        ("**2.** Why?\n\n" + SOLUTION + "Because.", "**2.** Why?\n\n" + SOLUTION, "exercise 2 has not one"),
        ('"solution"', '"answer"', "exercise 1 has not one"),
        ("z = 1", "z = 1  # " + 70 * "-", "line 41: 79 characters of code"),
        ("One two", "word " * 2_500, "2535 words in the main line, at most 2500"),
        ("y = 2", "y = 2\n" * 120, "122 lines of code in the main line, at most 120"),
        ("## The model\n", FIGURE * 7, "7 figures in the main line that are not live, at most 6"),
        (":::{in-short}", ":::{note}", "under the title stands not one {in-short}"),
        ("# A title\n", "# A title\n\nText.\n", "under the title stands not one {in-short}"),
        ("So it does! ", "", "in short are 2 sentences, not 3"),
        ("## What to remember\n", "", "'What to remember' stands not between"),
        (
            "## Discussion\n\n## What to remember",
            "## What to remember\n\n## Discussion",
            "'What to remember' stands",
        ),
        ("- One is one. {claim}`one`\n", "", "2 sentences to remember, not 3 to 5"),
        ("- One is one. {claim}`one`\n", "- One is one. {claim}`one`\n" * 4, "6 sentences to remember"),
        ("One is one. {claim}`one`", "One is one.", "no claim follows 'One is one.'"),
        (
            "One is one. {claim}`one`",
            "One is {claim}`one` one.",
            "no claim follows 'One is {claim}`one` one.'",
        ),
        ("One is one. {", "One is one {", "no claim follows 'One is one'"),
        ("{claim}`two`", "{claim}`tow`", "no claim is called 'tow'"),
        ("{claim}`two`", "{claim}`never`", "no claim is called 'never'"),
        (
            'claim("two", k, k, within=0, source="theory")',
            'claim("two", k, k, within=0, source="theory", code=True)',
            "'two' tests the code only",
        ),
        ("For the curious: more", "More", "a fold begins"),
        ('"curious"', '"fold"', "a fold begins"),
        ("These five", "### Heading\n\nThese five", "a heading in a fold"),
        ("words are extra.\n", "words are extra.\n\n<details>\n\nx\n\n</details>\n", "a fold is not closed"),
        ("z = 1\n```\n\n</details>", "z = 1\n```\n", "a fold is not closed, or stands in another"),
    ],
)
def test_a_misshapen_article_is_found(old, new, expected):
    assert old in ARTICLE
    faults = wrong(ARTICLE.replace(old, new, 1 if "fold" in expected else -1))
    assert any(fault.startswith(expected) for fault in faults), faults
