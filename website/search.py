"""What counts as a word in the search: also f–I, and with accents or without."""

import re
import unicodedata

from sphinx.search.en import SearchEnglish

WORD = re.compile(r"(?<![^\W_])[^\W\d_][-‐‑–][^\W\d_](?![^\W_])|\w+")  # two letters with a dash are one word
DASH = re.compile(r"[-‐‑–]")


class English(SearchEnglish):
    """English words. A typed hyphen finds a dash, "Poincare" finds "Poincaré" and the reverse."""

    js_splitter_code = r"""
var splitQuery = (query) => (query.match(
  /(?<![\p{L}\p{N}])\p{L}[-\u2010\u2011\u2013]\p{L}(?![\p{L}\p{N}])|[\p{L}\p{N}_\p{Emoji_Presentation}]+/gu
) ?? []).map((word) => word.replace(/[-\u2010\u2011]/, "\u2013"));
"""
    js_stemmer_code = (
        SearchEnglish.js_stemmer_code
        + r"""
Stemmer = ((Porter) => function () {
  const porter = new Porter();
  this.stemWord = (word) => porter.stemWord(word.normalize("NFKD").replace(/\p{M}/gu, ""));
})(Stemmer);
"""
    )

    def split(self, input):
        return [DASH.sub("–", word) for word in WORD.findall(input)]

    def stem(self, word):
        plain = "".join(
            sign
            for sign in unicodedata.normalize("NFKD", word)
            if not unicodedata.category(sign).startswith("M")
        )
        return super().stem(plain)
