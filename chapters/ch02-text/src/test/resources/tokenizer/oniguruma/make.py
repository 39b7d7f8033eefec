"""Writes expressions.json: how Hugging Face's tokenizers 0.23 cuts texts with regular expressions.

For each expression and text it holds where the pieces of a Split end, in characters, and what a
Replace by "#" makes of the text; null where the library refuses the expression.

    pip install tokenizers==0.23.2; python make.py
"""
import json
import pathlib

from tokenizers import Regex, normalizers, pre_tokenizers

TEXTS = [
    "The quick brown fox can't jump 32.3 feet, right? I'LL  see\tyou\r\nlater\n\n  end \n",
    "naïve café Straße ΣΊΣΥΦΟΣ ς İstanbul ısı K Å ſtop ﬁne ǅ Ω µ 𝒜𝓫 𐐀𐐨 Ⅷⅷ Ⓐⓐ",
    "漢字とカタカナ。ひらがな、한국어 ไทย हिन्दी ١٢٣ ²½ 𠀀𠀁 ー々〆",
    "👩‍👩‍👧 🇩🇪 e\u0301 a\u200db\u200cc \u00a0\u2003x\u2028y\u2029z\u0085w\u180e\ufeff!\u00ad",
    "snake_case CamelCase HTTPServer x1y22z333 0xDEADbeef fooBar foo-bar a.b.c",
    "\n\na\n$^\\ {}[]()|*+?.-&& ~`'\"#:;,<=>@_/% {1,2} \x00\x07\x08\x0b\x0c\x1b\x7f end",
    "aaaa aaab abab xyxyxy aab 11 222 \r\n\r \u0345ι\u0345 ʰˇ ª º ͺ",
]

CLASSES = [
    r"\w", r"\W", r"\d", r"\D", r"\s", r"\S", r"\h", r"\H", r"\R", r"\N", r"\O", ".", r"\v",
    *(f"[[:{n}:]]" for n in ("alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower",
                             "print", "punct", "space", "upper", "word", "xdigit")),
    "[[:^alpha:]]", "[[:^space:]x]", "[^[:punct:]]", "[[:alpha:][:digit:]_]",
    *(f"\\p{{{n}}}" for n in (
        "L", "Lu", "Ll", "Lt", "Lm", "Lo", "LC", "M", "Mn", "N", "Nd", "Nl", "No", "P", "Pc", "Pd",
        "Ps", "Pe", "Pi", "Pf", "Po", "S", "Sc", "Sk", "Sm", "So", "Z", "Zs", "Zl", "Zp", "C",
        "Cc", "Cf", "Letter", "Uppercase_Letter", "uppercase letter", "Decimal_Number", "Mark",
        "Punctuation", "Symbol", "Han", "Hiragana", "Katakana", "Hangul", "Greek", "Latin",
        "Thai", "Devanagari", "Arabic", "Common", "Inherited", "han", "Alpha", "Alnum", "Punct",
        "Space", "Word", "XDigit", "Any", "Assigned", "Alphabetic", "Uppercase", "Lowercase",
        "White_Space", "Ideographic", "Emoji", "Extended_Pictographic", "Hex_Digit",
        "In_Basic_Latin", "In_CJK_Unified_Ideographs", "Graph", "Print", "^L", "ASCII", "Blank",
        "Cntrl", "Digit", "Lower", "Upper")),
    r"\P{L}", r"\P{^L}", r"[^\p{L}\p{N}]", r"[\p{L}&&[^a-z]]", r"[a-z&&[^aeiou]]",
    "[^a-z&&[^aeiou]]", "[a-w&&[^c-g]z]", "[a[bc]d]", "[^a[bc]]", r"[\w&&\D]", r"[\w-]",
    "[]a]", "[^]a]", "[a-]", "[-a]", "[a-c-e]", r"[\]\[]", r"[\b]", r"[\n\t]", r"[\x41-\x43]",
    r"[\x{1F300}-\x{1FAFF}]", r"[\u3040-\u30ff]", r"[a\-c]", "[.]", "[$^]", r"[\h]", r"[^\s]",
    r"[^\r\n\p{L}\p{N}]", "[漢字]", "[a-zà-ÿ]", "[{}()|*+?]", r"[\101-\103]", "[#]", "[&a]",
]

EXPRESSIONS = [
    *CLASSES, *(c + "+" for c in CLASSES),
    "^", "$", "^.", ".$", "^a", r"\A.", r".\z", r".\Z", r"\s\Z", r"\n\Z", r"^\s*", r"\s*$", "^$",
    r"(?m).+", r"(?m:.)+", r"(?m:a.+)\n", ".+", r"(?-m:.)+", "(?i)the", "(?i)a|b", "x(?i)Y|Z",
    "(?i:k)", "(?i:å)", "(?i)ω", "(?i)σ", "(?i)μ", "(?i)i", "(?i)I+", "(?i)[a-z]+", "(?i)[^a-z]+",
    "(?i:'s|'t|'re|'ve|'m|'ll|'d)", r"(?i)\p{L}+", r"(?i)\w+", r"(?i)\h+", "(?i)ǆ", "(?i)[k]+",
    "(?i)𐐀", r"(?i)\x41+", "(?i-m:a)A", "(?i:a(?-i:a))", "((?i)a)a", r"(?i)(a)\1",
    r"(?i)\p{L}\p{N}*", r"(?i)\p{Han}+", r"(?i)[\p{L}\p{N}]+", r"(?i)\s+", r"(?i)[[:alnum:]]+",
    "(?x) a b # comment\n | x", "(?x: a + ) b", "a(?#comment)b", "(?x)[ a]+", r"(?x)\ +",
    "a*", "a*?", "a*?b", "a+?", "a??b", "a*+b", "a++b", "a?+a", "a{2}", "a{2}?", "a{2,}", "a{2,}?b",
    "a{,2}", "a{,2}?b", "a{1,2}+b", "a{2}+", "a{0}", "a{2,3}", "a{2,3}?b", "x{,}y", "{", "a{", "a{x",
    "{1,2", "a{1", "}", "]", "a**", "a+*", "(?:a?)+b", "(?:a|b)*?b", "a+??", "(?:ab){2,3}", "(a{2}){2}",
    "(?:a+)?", "a?*", "a*?+", "(?:aa?)+", "a{2}{2}", "(?:a{1,2})??b",
    r"\ba", r"a\b", r"\b", r"\B", r"\b\w+\b", r"\B.\B", "(?=[A-Z])", "(?<=[a-z])(?=[A-Z])",
    "(?<=a)b", "(?<!a)b", r"(?<=\p{L})", r"(?<!\p{L}).", r"(?<=\s|^).", "(?<=ab|x)y", "(?<=𝒜).",
    r"(?<=\w).", r"(?<![\w]).", "(?!a).", r"\s+(?!\S)|\s+", "(?>a+)b", "(?>a|ab)b", "(?:)", "a|", "|a",
    "(a)(b)?", r"(.)\1", r"(a)(b)\2\1", r"(?<x>.)\k<x>", r"(?<n>a)|(?<m>b)", r"(?'q'.)\k'q'", "(?<n>a)(b)",
    r"(a)?\1b", r"\$", r"\^", r"\.", r"\\", r"\{", r"\-", r"\ ", r"\#", r"\/", r"\'", r"\"", r"\_", r"\é",
    r"\t", r"\n", r"\r", r"\f", r"\a", r"\e", r"\x41", r"\x{41}", r"\x{1F469}", r"\u0061", r"\0", r"\012",
    r"\x0a", "\\\n", " ", "  +", "#", "é", "👩", "\n", "a b", r"\R+", r"(?:\R)x", "[[:alpha:]]+|[[:digit:]]+",
    r"\p{N}{1,3}(?=(?:\p{N}{3})*\b)", r"[^\s\p{L}\p{N}]++[\r\n]*", r"\s*[\r\n]++", r"\s++$",
    r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+"
    r"|\s++$|\s*[\r\n]|\s+(?!\S)|\s",
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+"
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+"
    r"[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*"
    r"|\s*[\r\n]+|\s+(?!\S)|\s+",
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*"
    r"|\s*[\r\n]+|\s+(?!\S)|\s+",
    r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+",
    r"[一-龥぀-ゟ゠-ヿ]+", r"[!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+"
    r"| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+", r" ?[^(\s|[.,!?…。，、।۔،])]+", r"\d{3}(?=(?:\d{3})*\b)",
    r"<\|[^|]+\|>", r"(?:\r?\n)+", r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", r"\w+|[^\w\s]+", r"\p{Sc}?\d+", "_",
]

# What the project refuses, whether the library takes it or not.
REFUSED = [
    r"\X", r"\G", r"\K", r"\y", r"\Y", r"a\Q", r"\E", r"\pL", r"\cA", r"\C-a", r"\M-a", r"\o{101}", r"\x80",
    r"\g<0>", r"(?<n>a)\g<n>", r"(?~ab)", "(?(1)a|b)", "(?P<n>a)", "(?s)a", "(?W)a", "*a", "+", "(a", "a)", "[a", "[]",
    "[z-a]", "a{3,1}", "(?=a)*", "^*", r"\b+", r"\1", r"(a)\2", r"(?<n>a)\1", r"\k<n>", r"\p{Nonsense}", "[[:nonsense:]]",
    r"[a-\d]", r"[\w-x]", r"(?i)ss", r"(?i)ß", r"(?i)fi", r"(?i)[ß-ÿ]", "(?i)İ", "[a&&]", r"\u12", r"\ud800", r"\x{110000}",
    "a{200000}", r"(?<a_b>x)", r"\p", "a\\", "(?", "(?i", "(?{x})", r"(?i)[\p{Greek}]", r"(?i)[\p{Lu}]", r"(?i)[\p{L}&&[^a-z]]", "(?i)[a[^b]]", r"\p{Age=6.0}",
]


def reference(expression):
    try:
        split = pre_tokenizers.Split(Regex(expression), "isolated")
    except Exception:
        return None
    replace = normalizers.Replace(Regex(expression), "#")
    return [[[end for _, (_, end) in split.pre_tokenize_str(text)],
             replace.normalize_str(text)] for text in TEXTS]


if __name__ == "__main__":
    result = {"texts": TEXTS, "refused": REFUSED, "expressions": [
        {"expression": e, "results": reference(e)} for e in dict.fromkeys(EXPRESSIONS)]}
    pathlib.Path(__file__).with_name("expressions.json").write_text(
        json.dumps(result, ensure_ascii=False, separators=(",", ":")).replace('{"expression', '\n{"expression') + "\n")
