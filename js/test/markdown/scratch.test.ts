import { test, expect } from "vitest"
import { tests } from "commonmark-spec"
import { markdownToHtml } from "/work/main/js/src/markdown/text-sink.ts"
test("cm", () => {
  let ok = 0
  const bad: any[] = []
  for (const t of tests) {
    const md = t.markdown.replace(/→/g, "\t"), html = t.html.replace(/→/g, "\t")
    let out = ""
    try { out = markdownToHtml(md, { extended: false, trusting: true }) } catch (e) { out = "ERR " + (e as Error).stack }
    if (out === html) ok++
    else bad.push([t.number, t.section, md, html, out])
  }
  console.log(ok, tests.length)
  for (const b of bad.slice(0, 12)) console.log(b.map(x=>typeof x==="string"?JSON.stringify(x):x).join("\n  "))
})
