/** GitHub's additions to CommonMark. */

import { describe, expect, test } from "vitest"
import { markdownToHtml } from "../../src/markdown/text-sink.ts"

const html = (text: string) => markdownToHtml(text)

describe("tables", () => {
  test("have a header, alignments, and rows of its width", () => {
    expect(html("| a | b | c |\n|:--|:-:|--:|\n| 1 | 2 |\n| 1 | 2 | 3 | 4 |\n")).toBe(
      '<table>\n<thead>\n<tr>\n<th align="left">a</th>\n<th align="center">b</th>\n' +
        '<th align="right">c</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td align="left">1</td>\n' +
        '<td align="center">2</td>\n<td align="right"></td>\n</tr>\n<tr>\n<td align="left">1</td>\n' +
        '<td align="center">2</td>\n<td align="right">3</td>\n</tr>\n</tbody>\n</table>\n',
    )
  })

  test("hold inlines, and pipes behind a backslash even in code", () => {
    const table = html("a | b\n-|-\n`x \\| y` | **z** \\| w\n")
    expect(table).toContain("<td><code>x | y</code></td>\n<td><strong>z</strong> | w</td>")
  })

  test("end at a blank line or another block", () => {
    expect(html("a | b\n-|-\n1 | 2\n> q\n")).toMatch(/<\/table>\n<blockquote>/)
    expect(html("a | b\n-|-\n1 | 2\n\ntext | x\n")).toMatch(/<\/table>\n<p>text \| x<\/p>/)
  })

  test.each([
    ["1 | 2\\|", ["1", "2|"]],
    ["`a \\\\| b` | c", ["<code>a \\| b</code>", "c"]],
    ["| 1 |", ["1", ""]],
    ["||2|", ["", "2"]],
    ["1|2|3", ["1", "2"]],
    ["|", ["", ""]],
    [" | 1 | 2 |  ", ["1", "2"]],
    ["| \u00a0 | \u2003x |", ["\u00a0", "\u2003x"]],
  ])("cut a row at its pipes: %j", (row, cells) => {
    const shown = html(`a | b\n-|-\n${row}\n`).matchAll(/<td>(.*)<\/td>/g)
    expect([...shown].map(([, cell]) => cell)).toEqual(cells)
  })

  test("begin with a delimiter row that is nothing else", () => {
    expect(html("a | b\n- | -\n")).toBe("<p>a | b</p>\n<ul>\n<li>| -</li>\n</ul>\n")
    expect(html("a\n:-\n")).toContain('<th align="left">a</th>')
    expect(html("a\n-\n")).toBe("<h2>a</h2>\n")
    expect(html("|\n| - |\n")).toBe("<p>|\n| - |</p>\n")
    expect(html("[a]: /b 'c'\n| - |\n")).toContain("<th>[a]: /b 'c'</th>")
    expect(html("| a |\n    | - |\n")).toBe("<p>| a |\n| - |</p>\n")
  })

  test("need as many delimiters as headers", () => {
    expect(html("| a | b |\n|---|\n")).toBe("<p>| a | b |\n|---|</p>\n")
  })

  test("can follow a paragraph at once", () => {
    expect(html("text\na | b\n-|-\n")).toMatch(/^<p>text<\/p>\n<table>/)
  })
})

test("one tilde or two strike through, three do not", () => {
  expect(html("~~a~~ ~b~ ~~~c~~~ ~~d~")).toBe("<p><del>a</del> <del>b</del> ~~~c~~~ ~~d~</p>\n")
})

test("tildes beside a marker are no punctuation to it", () => {
  expect(html("a**~~b~~**c *~d~*e _~f~_g")).toBe(
    "<p>a<strong><del>b</del></strong>c <em><del>d</del></em>e _<del>f</del>_g</p>\n",
  )
  expect(html("~~a~~ ~~~~b~~ ~ d ~")).toBe("<p><del>a</del> ~~~~b~~ ~ d ~</p>\n")
})

describe("a task's box", () => {
  const box = '<input disabled="" type="checkbox">'

  test("stands in the paragraph that it begins", () => {
    expect(html("- [ ] a\n\n- b\n")).toBe(
      `<ul>\n<li>\n<p>${box} a</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ul>\n`,
    )
  })

  test.each([
    ["# a", "# a"],
    ["- a", "- a"],
    ["> a", "&gt; a"],
    ["[a]: /b", "[a]: /b"],
    ["| a |\n  |---|", "| a |\n|---|"],
  ])("begins a paragraph whatever follows: %j", (text, shown) => {
    expect(html(`1. [ ] ${text}\n`)).toBe(`<ol>\n<li>${box} ${shown}</li>\n</ol>\n`)
  })

  test("is text in a heading", () => {
    expect(html("- [x] a\n  ===\n")).toBe("<ul>\n<li>\n<h1>[x] a</h1>\n</li>\n</ul>\n")
  })
})

test("items can be tasks", () => {
  expect(html("- [ ] a\n- [x] b\n- [X] c\n- [y] d\n- [ ]\n")).toBe(
    '<ul>\n<li><input disabled="" type="checkbox"> a</li>\n' +
      '<li><input checked="" disabled="" type="checkbox"> b</li>\n' +
      '<li><input checked="" disabled="" type="checkbox"> c</li>\n<li>[y] d</li>\n<li>[ ]</li>\n</ul>\n',
  )
})

describe("bare addresses are links", () => {
  const link = (text: string) =>
    /<a href="([^"]*)">([^<]*)<\/a>(.*)<\/p>/.exec(html(text))?.slice(1)

  test.each([
    ["www.commonmark.org", "http://www.commonmark.org", "www.commonmark.org", ""],
    ["https://a.b/c_d_e.", "https://a.b/c_d_e", "https://a.b/c_d_e", "."],
    ["http://a.b/(c)", "http://a.b/(c)", "http://a.b/(c)", ""],
    ["(http://a.b/c)", "http://a.b/c", "http://a.b/c", ")"],
    ["http://a.b?x=y&amp;", "http://a.b?x=y", "http://a.b?x=y", "&amp;"],
    ["ftp://a.b", "ftp://a.b", "ftp://a.b", ""],
    ["me.you+x@a-b.c", "mailto:me.you+x@a-b.c", "me.you+x@a-b.c", ""],
    ["**https://a.b**", "https://a.b", "https://a.b", "</strong>"],
    ["_https://a.b_", "https://a.b", "https://a.b", "</em>"],
    ["https://a.b/c;", "https://a.b/c", "https://a.b/c", ";"],
    ["https://a.b?(c))", "https://a.b?(c)", "https://a.b?(c)", ")"],
    ["7https://a.b", "https://a.b", "https://a.b", ""],
    ["mailto:a@b.c.", "mailto:a@b.c", "mailto:a@b.c", "."],
    ["xmpp:a@b.c/d@e/f", "xmpp:a@b.c/d@e", "xmpp:a@b.c/d@e", "/f"],
    ["1mailto:a@b.c", "mailto:a@b.c", "a@b.c", ""],
    ["“https://a.b/ü”", "https://a.b/%C3%BC%E2%80%9D", "https://a.b/ü”", ""],
  ])("%s", (text, href, shown, rest) => {
    expect(link(text)).toEqual([href, shown, rest])
  })

  test.each([
    "www.",
    "xhttp://a.b",
    "a.b",
    "http://",
    "a@b",
    "a@b.c-",
    "react@18.2.0",
    "c/a@b.c",
    "WWW.a.b",
    "\u00a0www.a.b",
    "`https://a.b`",
    "http://a_b.c_d",
  ])("but not %s", (text) => {
    expect(html(text)).not.toContain("<a ")
  })

  test("not inside of another link", () => {
    expect(html("[see https://a.b](https://c.d)")).toBe(
      '<p><a href="https://c.d">see https://a.b</a></p>\n',
    )
    expect(html("[see https://a.b]")).toBe('<p>[see <a href="https://a.b">https://a.b</a>]</p>\n')
  })
})

describe("footnotes", () => {
  test("are numbered as they are mentioned, and listed at the end", () => {
    expect(html("a[^x] b[^y] c[^x]\n\n[^y]: Why *not*.\n\n[^x]: Ex.\n\n    More.\n\nend\n")).toBe(
      '<p>a<sup class="footnote-ref">1</sup> b<sup class="footnote-ref">2</sup> ' +
        'c<sup class="footnote-ref">1</sup></p>\n<p>end</p>\n<section class="footnotes">\n<ol>\n' +
        "<li>\n<p>Ex.</p>\n<p>More.</p>\n</li>\n<li>\n<p>Why <em>not</em>.</p>\n</li>\n</ol>\n</section>\n",
    )
  })

  test("that are not mentioned are not shown, and mentions of none are text", () => {
    expect(html("a[^x]\n\n[^y]: note\n")).toBe("<p>a[^x]</p>\n")
  })

  test("can mention others", () => {
    expect(html("a[^x]\n\n[^x]: see[^y]\n[^y]: there\n")).toContain(
      '<p>see<sup class="footnote-ref">2</sup></p>\n</li>\n<li>\n<p>there</p>',
    )
  })

  test("can begin with blank lines, and hold any block", () => {
    expect(html("a[^x]\n\n[^x]:\n\n    > b\n\n        c\n")).toContain(
      "<li>\n<blockquote>\n<p>b</p>\n</blockquote>\n<pre><code>c\n</code></pre>\n</li>",
    )
  })

  test("behind an exclamation mark are no images, and in code no footnotes", () => {
    expect(html("![a[^x]](b)\n\n[^x]: c\n")).toBe("<p>a</p>\n")
    expect(html("a![^x] `[^x]`\n\n[^x]: b\n")).toContain(
      '<p>a!<sup class="footnote-ref">1</sup> <code>[^x]</code></p>',
    )
  })

  test("have no ids", () => {
    expect(html("a[^x]\n\n[^x]: b\n")).not.toMatch(/\bid=|href=/)
  })
})

describe("where GitHub's own parser differs", () => {
  test.each([
    ["[a http://b.c", '<p>[a <a href="http://b.c">http://b.c</a></p>'],
    ["www. a", "<p>www. a</p>"],
    ["http://-", '<p><a href="http://-">http://-</a></p>'],
    ["https://a.b/%", '<p><a href="https://a.b/%25">https://a.b/%</a></p>'],
    ["/me@b.c", "<p>/me@b.c</p>"],
    ["~1 🎉~2", "<p>~1 🎉~2</p>"],
    ["- [\t] a", '<ul>\n<li><input disabled="" type="checkbox"> a</li>\n</ul>'],
    ["[^![a](b)]", "<p>[^a]</p>"],
    ["\ufeff# a", "<p>\ufeff# a</p>"],
  ])("%j", (text, shown) => {
    expect(html(text)).toBe(`${shown}\n`)
  })
})
