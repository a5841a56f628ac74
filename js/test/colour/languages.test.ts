/** Each language once, outright: what a reader of that language expects to stand out. */

import { expect, test } from "vitest"
import { highlight } from "../../src/colour/index.ts"
import { marked } from "./code.ts"

const SAMPLES: readonly (readonly [string, string, string])[] = [
  [
    "python",
    'def f(x: int = 1):  # why\n    return f"a{x}"',
    "keyword[def] definition[f](x: builtin[int] operator[=] number[1]):  comment[# why]\n" +
      '    keyword[return] string[f"a]{x}string["]',
  ],
  ["python", '"""one\ntwo""" + x', 'string["""one]\nstring[two"""] operator[+] x'],
  ["pycon", ">>> x = 1\n1", "meta[>>> ]x operator[=] number[1]\n1"],
  ["json", '{"a": [1, true]}', '{string["a"]: [number[1], atom[true]]}'],
  [
    "js",
    "const f = /a/ // c",
    "keyword[const] definition[f] operator[=] special-string[/a/] comment[// c]",
  ],
  ["js", "/* a\nb */ x", "comment[/* a]\ncomment[b */] x"],
  [
    "typescript",
    "interface A { x: number }",
    "keyword[interface] definition[A] { property[x]: type[number] }",
  ],
  [
    "bash",
    "echo \"$a\" 'b' # c",
    "builtin[echo] string[\"]definition[$a]string[\"] string['b'] comment[# c]",
  ],
  ["console", "$ ls -l\nls -l", "meta[$ ]builtin[ls] attribute[-l]\nls -l"],
  ["sql", "select 'a' from t -- c", "keyword[select] string['a'] keyword[from] t comment[-- c]"],
  ["yaml", 'a: "x" # c', 'property[a]meta[: ]string["x"] comment[# c]'],
  ["toml", '[a]\nb = "x"', 'atom[[a]]\nproperty[b] = string["x"]'],
  ["html", '<p class="a">&amp;</p>', '<tag[p] attribute[class]=string["a"]>atom[&amp;]</tag[p]>'],
  [
    "html",
    "<script>\nlet x = '</script>\n<style>a { top: 1px }</style>let",
    "<tag[script]>\nkeyword[let] definition[x] operator[=] string[']</tag[script]>\n" +
      "<tag[style]>tag[a] { property[top]: number[1px] }</tag[style]>let",
  ],
  ["xml", "<a b='c'/><!-- d -->", "<tag[a] attribute[b]=string['c']/>comment[<!-- d -->]"],
  ["css", "a { color: #fff }", "tag[a] { property[color]: atom[#fff] }"],
  ["diff", "-x\n+y\n z", "deleted[-x]\ninserted[+y]\n z"],
  [
    "markdown",
    "# T\n- **a** `b` snake_case_x\n```py\n# x\n```",
    "heading[# T]\nkeyword[- ]strong[**a**] special-string[`b`] snake_case_x\n" +
      "meta[```py]\nspecial-string[# x]\nmeta[```]",
  ],
  ["rust", 'fn f() { "a" } // c', 'keyword[fn] definition[f]() { string["a"] } comment[// c]'],
  ["go", 'func f() { fmt.Print("a") }', 'keyword[func] f() { fmt.Print(string["a"]) }'],
  [
    "java",
    "public class A {} // c",
    "keyword[public] keyword[class] definition[A] {} comment[// c]",
  ],
  ["c", "#include <a.h>\nint x = 1;", "meta[#include <a.h>]\ntype[int] x operator[=] number[1];"],
  ["c++", "auto x = nullptr;", "keyword[auto] x operator[=] atom[nullptr];"],
  ["c#", "public string F() {}", "keyword[public] type[string] definition[F]() {}"],
  [
    "ruby",
    "def f # c\n  :a\nend",
    "keyword[def] definition[f] comment[# c]\n  atom[:a]\nkeyword[end]",
  ],
  ["r", "f <- TRUE # c", "f operator[<-] atom[TRUE] comment[# c]"],
  ["julia", "return 1 # c", "keyword[return] number[1] comment[# c]"],
  ["latex", "\\frac{1}{2} % c", "tag[\\frac]{atom[1]}{atom[2]} comment[% c]"],
  ["dockerfile", "FROM a AS b", "keyword[FROM] a keyword[AS] b"],
  ["powershell", "Get-Item 'a' # c", "builtin[Get-Item] string['a'] comment[# c]"],
  [
    "php",
    "<?php\necho $a . 'b'; # c\n$x = <<<EOT\n $y\nEOT;\n?>",
    "meta[<?php]\nkeyword[echo] special[$a] . string['b']; comment[# c]\n" +
      "special[$x] operator[=] string[<<<EOT]\n string[$y]\nstring[EOT];\nmeta[?>]",
  ],
  ["kotlin", "val x = 1 // c", "keyword[val] definition[x] operator[=] number[1] comment[// c]"],
  ["swift", "let x = 1 // c", "keyword[let] definition[x] operator[=] number[1] comment[// c]"],
  ["scala", "def f: Int = 1", "keyword[def] definition[f]: type[Int] operator[=] number[1]"],
]

test.each(SAMPLES)("%s: %j", (language, code, expected) => {
  expect(marked(language, code)).toBe(expected)
})

test.each([
  ["Python", "python"],
  ["py", "python"],
  ["SH", "bash"],
  ["yml", "yaml"],
  ["tsx", "typescript"],
  ["jsx", "javascript"],
  ["rs", "rust"],
])("%s is another name of %s", (name, language) => {
  const code = "if (x) { return 'a' } # b\nlet y: int = 1"
  expect(marked(name, code)).toBe(marked(language, code))
})

test.each(["", "text", "mermaid", "constructor", "__proto__", "toString"])(
  "%j is not a language that is coloured",
  (name) => {
    expect(highlight(name)).toBe(null)
  },
)
