"""The drawn pictures of the articles: one language, and legible wherever they are shown.

They stand inline above an article, in whose colours they are then drawn, as files in a notebook, and small on cards.
Each gate lists what is wrong, and is also given a picture that is broken on purpose.
"""

import io
import json
import re
from xml.etree import ElementTree

import numpy as np
import pytest
from pages import ROOT
from PIL import Image

from website import articles

PICTURES = sorted((ROOT / "chapters" / "pictures").glob("*.svg"))
ARTICLES = [path.stem for path in sorted((ROOT / "chapters").glob("*.md"))]
ARTICLES = [name for name in ARTICLES if articles.is_article(f"chapters/{name}")]
PALETTE = json.loads((ROOT / "lib" / "palette.json").read_text(encoding="utf-8"))
COLOURS = ["ink", "muted", "paper", "excitation", "inhibition", "chosen"]
SVG = "{http://www.w3.org/2000/svg}"
ELEMENTS = {"svg", "title", "desc", "style", "g", "path", "line", "circle", "rect", "text"}
SMALL = 240  # where it is smallest: on a card [px]
CONTRAST = 3  # of a mark with what lies behind it (WCAG 2.2, 1.4.11)
# A mark has at least so many pixels of this contrast on a card; a dot of 4 units has four.
ENOUGH = 4
LONGEST = 5000  # what moves by itself rests after five seconds (WCAG 2.2, 2.2.2) [ms]
VIEWS = [("light", "none"), ("dark", "none"), ("light", "active")]  # and whether colours are forced

each_picture = pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)


def picture(name):
    return (ROOT / "chapters" / "pictures" / f"{name}.svg").read_text(encoding="utf-8")


# ------------------------------------------------------------------------------- what is in the file


def style(root):
    return root.find(f"{SVG}style").text


def house_style(root):
    """The rules that all pictures share, up to the last of them, without those of one picture."""
    return style(root)[: re.search(r"\.picture \.ring \{.*\}\n", style(root)).end()]


def described(root, slug):
    """A title and a description, to which the picture refers."""
    wrong, ids = [], [node.get("id") for node in root.iter() if node.get("id")]
    for k, (tag, reference) in enumerate([("title", "aria-labelledby"), ("desc", "aria-describedby")]):
        node = root[k]
        if node.tag != SVG + tag or len((node.text or "").split()) < 4:
            wrong.append(f"element {k + 1} is not a <{tag}> of at least four words")
        elif not root.get(reference) == node.get("id") == f"picture-{slug}-{tag}":
            wrong.append(f"{reference} is not the id of <{tag}>, picture-{slug}-{tag}")
    if len(ids) != 2:
        wrong.append(f"ids besides those of title and description: {ids}")
    return wrong


def in_the_language(root, slug):
    """The frame, the elements and the forms in which everything is drawn."""
    wrong = []
    if (root.get("viewBox"), root.get("role"), root.get("class")) != ("0 0 480 300", "img", "picture"):
        wrong.append('not viewBox="0 0 480 300" role="img" class="picture"')
    if strange := {node.tag.removeprefix(SVG) for node in root.iter()} - ELEMENTS:
        wrong.append(f"elements: {sorted(strange)}")
    for node in root.iter():
        if node.tag in (SVG + "circle", SVG + "rect"):
            kind, form = (
                set((node.get("class") or "").split()) & names
                for names in ({"excitation", "inhibition"}, {"ring"})
            )
            if (kind == {"excitation"} and form) or (kind == {"inhibition"} and not form):
                wrong.append("what excites is filled and what inhibits is a ring, not by colour alone")
    return wrong


def coloured(root, slug):
    """Colours are those of the palette, by their names, and nothing comes from elsewhere."""
    wrong = []
    for node in root.iter():
        for name in {"fill", "stroke", "color", "style", "filter", "href"} & set(node.attrib):
            wrong.append(
                f"{node.tag.removeprefix(SVG)} {name}={node.get(name)!r}: use a class of the house style"
            )
    expected = {
        mode: " ".join(f"--{name}: {PALETTE[mode][name]};" for name in COLOURS) for mode in ("light", "dark")
    }
    alone = re.findall(r"svg:root \{ (--.*?;)(?= \}| background)", style(root))
    if alone != [expected["light"], expected["dark"]]:
        wrong.append(f"not the colours of lib/palette.json: {alone}")
    rest = re.sub(r"svg:root \{.*?\}|svg\.picture \{.*?\}", "", style(root))
    values = re.findall(r"(?:color|fill|stroke|background|shadow|filter)\s*:\s*([^;}]+)", rest)
    wrong += [
        f"a colour of its own: {one}"
        for one in values
        if one.strip() not in {"none", "currentColor", *(f"var(--{name})" for name in COLOURS)}
    ]
    if outside := re.findall(r"url\([^)]*\)|@import|@font-face|https?:\S+", style(root)):
        wrong.append(f"from elsewhere: {outside}")
    names = re.findall(r"@keyframes (\S+)", style(root))
    wrong += [
        f"keyframes {one}: begin with picture-{slug}-"
        for one in names
        if not one.startswith(f"picture-{slug}-")
    ]
    return wrong


GATES = [described, in_the_language, coloured]


def test_every_article_has_a_picture():
    names = [path.stem for path in PICTURES]
    assert not set(ARTICLES) - set(names)
    assert all(articles.is_article(f"chapters/{name}") for name in names)
    # none is left behind when an article gets another number or name
    for parts in ([name[:2] for name in names], [name[3:] for name in names]):
        assert len(set(parts)) == len(parts)


@each_picture
@pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.__name__)
def test_picture(path, gate):
    assert not gate(ElementTree.parse(path).getroot(), path.stem[3:])


def test_one_style_for_all():
    """So that several may stand on one page, and a change of one is a change of all."""
    assert len({house_style(ElementTree.parse(path).getroot()) for path in PICTURES}) == 1


def test_the_picture_of_a_new_article():
    template = (ROOT / "website" / "templates" / "picture.svg").read_text(encoding="utf-8")
    root = ElementTree.fromstring(template.replace("@SLUG@", "new"))
    assert [fault for gate in GATES for fault in gate(root, "new")] == []
    assert house_style(root) == house_style(ElementTree.parse(PICTURES[0]).getroot())


@pytest.mark.parametrize(
    "gate, old, new, expected",
    [
        (described, "<title", "<desc", "is not a <title>"),
        (described, 'aria-describedby="', 'aria-describedby="a', "aria-describedby"),
        (described, "<circle", '<circle id="a"', "ids besides"),
        (in_the_language, 'viewBox="0 0 480 300"', 'viewBox="0 0 480 320"', "viewBox"),
        (in_the_language, "</svg>", '<image href="https://a.b/c.png"/></svg>', "image"),
        (in_the_language, '"ring inhibition"', '"inhibition"', "by colour alone"),
        (in_the_language, 'class="excitation"', 'class="ring excitation"', "by colour alone"),
        (coloured, "<circle", '<circle fill="#fff"', "use a class"),
        (coloured, PALETTE["dark"]["ink"], "#ffffff", "palette.json"),
        (coloured, "</style>", ".picture .muted { color: gold; }</style>", "gold"),
        (coloured, "</style>", "@import 'a.css';</style>", "from elsewhere"),
        (coloured, "</style>", "@keyframes roll {}</style>", "keyframes roll"),
    ],
)
def test_a_broken_picture_is_found(gate, old, new, expected):
    text = picture("03-balance")
    assert old in text
    wrong = gate(
        ElementTree.fromstring(re.sub(r"(?s)(<desc.*?)</title>", r"\1</desc>", text.replace(old, new, 1))),
        "balance",
    )
    assert len(wrong) == 1 and expected in wrong[0]


# ------------------------------------------------------------------------------- what is to be seen

LABELS = """() => {
  const frame = document.documentElement, [, , width, height] = frame.getAttribute('viewBox').split(' ').map(Number);
  const labels = [...frame.querySelectorAll('text')].map(label => {
    // of the label as it is drawn, in units of the picture
    const { x, y, width, height } = label.getBoundingClientRect(), unit = frame.getScreenCTM().a;
    const size = parseFloat(getComputedStyle(label).fontSize) * label.getScreenCTM().a / unit;
    return { text: label.textContent, size, left: x / unit, right: (x + width) / unit, top: y / unit, bottom: (y + height) / unit };
  });
  const wrong = [];
  labels.forEach((one, k) => {
    if (one.size < 20) wrong.push(`${one.text}: ${one.size.toFixed(1)} units high`);
    if (one.text.trim().split(/\\s+/).length > 3) wrong.push(`${one.text}: more than three words`);
    if (one.left < 0 || one.top < 0 || one.right > width || one.bottom > height) wrong.push(`${one.text}: leaves the picture`);
    for (const other of labels.slice(k + 1))
      if (one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom)
        wrong.push(`${one.text} overlaps ${other.text}`);
  });
  return wrong;
}"""
# The picture again, below, as often as it has marks, each time without one of them.
WITHOUT_EACH = """() => {
  const whole = document.querySelector('svg'), all = 'path, line, circle, rect, text';
  return [...whole.querySelectorAll(all)].flatMap((mark, k) => {
    if (getComputedStyle(mark).opacity === '0') return [];  // it appears only where there is motion
    const copy = whole.cloneNode(true);
    copy.querySelectorAll(all)[k].style.visibility = 'hidden';
    document.body.append(copy);
    return [mark.outerHTML];
  });
}"""


def faint(browser, text, mode="light", forced="none"):
    """Marks that are hard to see on a card: each is taken away, and what this changes is compared."""
    page = on_a_page(browser, text, mode, color_scheme=mode, forced_colors=forced)
    marks = page.evaluate(WITHOUT_EACH)
    image = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB")
    page.close()
    levels = np.asarray(image).reshape(len(marks) + 1, SMALL * 300 // 480, SMALL, 3) / 255
    linear = np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4)
    luminance = linear @ [0.2126, 0.7152, 0.0722]  # relative, after WCAG
    whole, without = luminance[0], luminance[1:]
    contrast = (np.maximum(whole, without) + 0.05) / (np.minimum(whole, without) + 0.05)
    pixels = np.sum(contrast >= CONTRAST, axis=(1, 2))
    return [
        f"at most {there.max():.1f}:1, on {count} px: {mark}"
        for mark, there, count in zip(marks, contrast, pixels, strict=True)
        if count < ENOUGH
    ]


def on_a_page(browser, text, mode, **emulated):
    """A page in one of its modes, with pictures as small as on a card."""
    colours = " ".join(f"--{name}: {value};" for name, value in PALETTE[mode].items())
    page = browser.new_page(viewport={"width": SMALL, "height": 150}, reduced_motion="reduce", **emulated)
    page.set_content(f"""<!doctype html><style>
      html {{ {colours} background: var(--paper); }} body {{ margin: 0; }} .picture {{ display: block; width: {SMALL}px; }}
    </style>{text}""")
    return page


def as_a_file(browser, path, motion="reduce"):
    page = browser.new_page(viewport={"width": 480, "height": 300}, reduced_motion=motion)
    page.goto(path.as_uri())
    return page


def rgb(colour):
    return "rgb({}, {}, {})".format(*bytes.fromhex(colour[1:]))


def labels(browser, path):
    """What is wrong with the labels of a picture that is opened as a file."""
    page = as_a_file(browser, path)
    wrong = page.evaluate(LABELS)
    page.close()
    return wrong


@each_picture
@pytest.mark.parametrize("mode, forced", VIEWS)
def test_every_mark_is_seen_on_a_card(browser, path, mode, forced):
    assert not faint(browser, picture(path.stem), mode, forced)


@each_picture
def test_labels_are_legible(browser, path):
    assert not labels(browser, path)


@pytest.mark.parametrize(
    "added, expected",
    [
        ('<circle opacity="0.4" cx="240" cy="280" r="9"/>', "at most"),
        ('<circle class="paper" cx="20" cy="280" r="9"/>', "at most 1.0:1"),
        ('<path class="line" stroke-width="0.5" d="M20 290H40"/>', "at most"),
        ('<text x="400" y="290">a b c d</text>', "more than three words"),
        ('<text x="470" y="290">outside</text>', "leaves the picture"),
        ('<text x="60" y="290" font-size="18">little</text>', "18.0 units"),
        ('<text x="60" y="290" transform="scale(0.8)">little</text>', "17.6 units"),
        ('<text x="430" y="175">one</text>', "threshold overlaps one"),
    ],
)
def test_what_is_hard_to_see_is_found(browser, tmp_path, added, expected):
    path = tmp_path / "broken.svg"
    path.write_text(picture("03-balance").replace("</svg>", f"{added}</svg>"), encoding="utf-8")
    wrong = labels(browser, path) if "<text" in added else faint(browser, path.read_text(encoding="utf-8"))
    assert len(wrong) == 1 and expected in wrong[0]


@each_picture
def test_motion_is_short_and_never_where_it_is_not_wanted(browser, path):
    for motion in ("reduce", "no-preference"):
        page = as_a_file(browser, path, motion)
        moving = page.evaluate(
            "document.getAnimations().map(one => one.effect.getComputedTiming().activeDuration)"
        )
        page.close()
        assert ("@keyframes" in path.read_text(encoding="utf-8") and motion != "reduce") == bool(moving)
        assert all(duration is not None and duration <= LONGEST for duration in moving)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_alone_it_has_the_colours_that_the_system_prefers(browser, scheme):
    page = browser.new_page(color_scheme=scheme)
    page.goto(PICTURES[0].as_uri())
    used = page.evaluate(
        "(({ backgroundColor, color }) => [backgroundColor, color])(getComputedStyle(document.documentElement))"
    )
    page.close()
    assert used == [rgb(PALETTE[scheme]["paper"]), rgb(PALETTE[scheme]["ink"])]


@pytest.mark.parametrize("mode, scheme", [("light", "dark"), ("dark", "light")])
def test_on_a_page_it_has_the_colours_of_the_page(browser, mode, scheme):
    """Not those that the system prefers: a reader can switch. All pictures may stand on one page."""
    page = on_a_page(browser, "".join(picture(path.stem) for path in PICTURES), mode, color_scheme=scheme)
    used = page.evaluate("""() => {
      const used = new Set();
      for (const mark of document.querySelectorAll('.picture :is(path, line, circle, rect, text)')) {
        const { fill, stroke } = getComputedStyle(mark);
        for (const colour of [fill, stroke]) if (colour !== 'none') used.add(colour);
      }
      return [...used];
    }""")
    count = page.evaluate("document.querySelectorAll('.picture').length")
    repeated = page.evaluate(
        "[...document.querySelectorAll('[id]')].filter(one => document.querySelectorAll('#' + one.id).length > 1).length"
    )
    page.close()
    expected = {rgb(PALETTE[mode][name]) for name in COLOURS}
    assert set(used) == expected and count == len(PICTURES) and not repeated
