/** Which links a reader can follow, and how they look. */

import { describe, expect, test } from "vitest"
import { markdownInto } from "../../src/markdown/index.ts"
import { linkPolicy } from "../../src/markdown/urls.ts"

const policy = linkPolicy("http://localhost:8888")

const DOT = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"

describe("a link is followed only if it is clear where it leads", () => {
  test.each([
    ["https://example.org", "example.org"],
    ["HTTP://Example.ORG:80/a?b#c", "example.org"],
    ["https://example.org:8443/", "example.org:8443"],
    ["http://localhost:8889/", "localhost:8889"],
    ["https://evil.example.:8443/", "evil.example.:8443"],
    ["http://127.0.0.1:8000/x", "127.0.0.1:8000"],
    ["http://[::1]:8000/", "[::1]:8000"],
    ["https://\uff45xample.org/", "example.org"],
    ["https://example\u3002org/", "example.org"],
    ["https://bücher.example/%C3%BC", "xn--bcher-kva.example"],
    ["https://b%C3%BCcher.example/", "xn--bcher-kva.example"],
    ["https://例え.jp", "xn--r8jz45g.jp"],
    ["https://example.org/it's(here)", "example.org"],
    ["mailto:me@example.org", ""],
    ["mailto:me@example.org?subject=a%20b", ""],
    ["mailto:me@example.org?subject=a&body=b", ""],
    ["https://localhost.example.org:8888/", "localhost.example.org:8888"],
  ])("%s", (href, host) => {
    expect(policy.check(href)).toEqual({ href, host })
  })

  test.each([
    "",
    "#a",
    "/lab?reset",
    "//example.org",
    "relative",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "blob:https://example.org/x",
    "ftp://example.org",
    "command:x",
    "https:example.org",
    "https:/example.org",
    "https:///example.org",
    "https:\\\\example.org",
    "https://user@example.org",
    "https://user:secret@example.org",
    "https://example.org%40evil.example",
    "https://example.org\\@evil.example",
    "https://example.org/a b",
    "https://example.org/%0A",
    "https://example.org/\u202egpj",
    "https://example.org/%E2%80%AE",
    "https://exam\u200bple.org",
    "http://localhost:8888/api",
    "http://localhost.:8888/api",
    "http://\uff4cocalhost:8888/api",
    "http://%EF%BD%8Cocalhost:8888/api",
    "http://%5B::1%5D/",
    "http://LOCALHOST:8888",
    "http://0x7f000001/",
    "http://2130706433/",
    "http://127.1/",
    "https://-.example",
    "https://example.org:99999999/",
    "https://example.org:65536/",
    "https://example.org:%38%30/",
    `https://example.org/${"x".repeat(2048)}`,
    "mailto:",
    "mailto:a b@c.d",
    "mailto:a@b.example?cc=c@d.example",
    "mailto:a@b.example?subject=x&attach=/etc/passwd",
    "https://evil\u034f.example/",
    "https://evil\u2024example/",
    "https://\u2488evil.example/",
    "https://%E2%92%88evil.example/",
    "http://127.0.0.1:8888/api",
    "http://127.9:8888/api",
    "http://[::1]:8888/",
    "http://[0:0::1]:8888/",
    "http://[::ffff:127.0.0.1]:8888/",
    "http://0.0.0.0:8888/",
    "http://a.localhost:8888/",
  ])("not %j", (href) => {
    expect(policy.check(href)).toBeNull()
  })
})

describe("on the page", () => {
  const page = (text: string) => {
    const element = document.createElement("div")
    const view = markdownInto(element)
    view.write(text)
    view.end()
    return element
  }

  test("a link opens elsewhere, and tells its whole address", () => {
    const link = page("[text](https://example.org/a 'ignored')").querySelector("a")
    expect(
      Object.fromEntries([...(link?.attributes ?? [])].map(({ name, value }) => [name, value])),
    ).toEqual({
      href: "https://example.org/a",
      target: "_blank",
      rel: "noopener noreferrer nofollow",
      title: "https://example.org/a",
    })
  })

  test("a link that is refused is its text", () => {
    const element = page("[a *b*](javascript:alert(1)) and <vscript:x>")
    expect(element.querySelector("a")).toBeNull()
    expect(element.textContent).toBe("a b and vscript:x")
    expect(element.querySelector("em")?.textContent).toBe("b")
  })

  test("a link whose text names another host tells its own", () => {
    expect(page("[bank.example](https://evil.example/x)").textContent).toBe(
      "bank.example (evil.example)",
    )
    expect(page("[see https://bank.example/x](https://evil.example)").textContent).toContain(
      " (evil.example)",
    )
    for (const named of ["http://router/", "see https://2130706433/", "http://[::1]:8888/"])
      expect(page(`[\\${named}](https://evil.example/x)`).textContent).toContain(" (evil.example)")
    expect(page("[(https://example.org).](https://example.org/x)").textContent).toBe(
      "(https://example.org).",
    )
    for (const spelt of [
      "$\\text{bank}\\text{.example}$",
      "a **$b$**",
      "bank\ua4f8example",
      "bank.\u200aexample",
    ])
      expect(page(`[${spelt}](https://evil.example/x)`).textContent).toContain(" (evil.example)")
    expect(page("[http://router/](http://router/x)").textContent).toBe("http://router/")
    expect(page("[example.org](https://www.example.org/x)").textContent).toBe("example.org")
    expect(page("[the docs v1.2](https://example.org)").textContent).toBe("the docs v1.2")
    expect(page("https://example.org/a").textContent).toBe("https://example.org/a")
    expect(page("https://example.org/a.html").textContent).toBe("https://example.org/a.html")
  })

  test.each([
    '"bank.example"',
    "\u2192bank.example",
    "...bank.example",
    "\\[bank.example\\]",
    "b\u00adank.ex\u200bample",
    `${"\u2060".repeat(3000)}bank.example`,
    `${"x ".repeat(1500)}bank.example`,
    "bank\uff0eexample",
    "bank\u2024example",
    "192.168.0.1",
    "localhost:8888",
    "https://evil.example/@bank.example",
    "https://b%61nk.example",
  ])("however another host is written: %j", (text) => {
    expect(page(`[${text}](https://evil.example/@bank.example)`).textContent).toMatch(
      / \(evil\.example\)$/,
    )
  })

  test("a link around a picture from elsewhere tells where it leads itself", () => {
    expect(page("[![a](https://evil.example/i)](https://ok.example)").textContent).toContain(
      "a (evil.example)",
    )
    expect(page("[![a](https://evil.example/i)](https://ok.example)").textContent).toMatch(
      / \(ok\.example\)$/,
    )
    expect(page("[![a](https://ok.example/i)](https://ok.example)").textContent).not.toMatch(
      / \(ok\.example\) \(/,
    )
  })

  test("a host in letters of another alphabet is told as browsers compare it", () => {
    expect(page("<https://b\u00fccher.example/>").textContent).toBe(
      "https://b\u00fccher.example/ (xn--bcher-kva.example)",
    )
  })

  test("an address of mail is told when the text names another", () => {
    expect(page("[me@bank.example](mailto:me@evil.example?subject=x)").textContent).toBe(
      "me@bank.example (evil.example)",
    )
    expect(page("me@example.org").textContent).toBe("me@example.org")
  })

  test("a link has no target before it is complete", () => {
    const element = document.createElement("div")
    const view = markdownInto(element)
    for (const character of "[text](https://example.org/a") {
      view.write(character)
      view.paint()
      expect(element.querySelector("a[href]")).toBeNull()
    }
    const link = element.querySelector("a")
    expect(link?.textContent).toBe("text")
    view.write(")")
    view.paint()
    expect(element.querySelector("a[href]")).toBe(link)
  })

  test("an image is never fetched: it is its description", () => {
    const element = page(
      "![a *cat*](https://example.org/c.png) ![][x]\n\n[x]: https://example.org/x",
    )
    expect(element.querySelector("img")).toBeNull()
    const [cat, other] = element.querySelectorAll(".nbs-image")
    expect(cat?.textContent).toBe("a cat (example.org)")
    const place = cat?.querySelector("a")
    expect(place?.getAttribute("href")).toBe("https://example.org/c.png")
    expect(place?.getAttribute("rel")).toBe("noopener noreferrer nofollow")
    expect(other?.textContent).toBe(" (example.org)")
  })

  test("an image that may not be asked for is its description alone", () => {
    for (const href of [
      "javascript:alert(1)",
      "//evil.test/a",
      "data:image/svg+xml;base64,PHN2Zy8+",
    ]) {
      const element = page(`![a cat](${href})`)
      expect(element.querySelector("a, img")).toBeNull()
      expect(element.textContent).toBe("a cat")
    }
  })

  test("an image in a link holds no second link", () => {
    const element = page("[![a cat](https://cats.test/c.png)](https://example.org)")
    expect(element.querySelectorAll("a")).toHaveLength(1)
    expect(element.textContent).toBe("a cat (cats.test) (example.org)")
  })

  test("a picture that is in its address is shown", () => {
    const element = page(`![a dot](data:IMAGE/GIF;base64,${DOT})`)
    expect(element.querySelector("img")?.getAttribute("src")).toBe(`data:image/gif;base64,${DOT}`)
    expect(element.querySelector("img")?.getAttribute("alt")).toBe("a dot")
  })

  test("characters that cannot be seen, or turn text around, are written out", () => {
    expect(page("a \u202eb \u001b[1A").textContent).toBe("a <U+202E>b <U+001B>[1A")
    expect(page("`a\u200bb` \u{e0041}").textContent).toBe("a<U+200B>b <U+E0041>")
    expect(page("```\na\u2066\n```").textContent).toBe("a<U+2066>\n")
    expect(page("`a\u200db` `\u0645\u06cc\u200c\u062e`").textContent).toBe(
      "a<U+200D>b \u0645\u06cc\u200c\u062e",
    )
    const wales = "\u{1f3f4}\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}"
    expect(page(`${wales} \`${wales}\``).textContent).toBe(`${wales} ${wales}`)
    expect(page("family 👩‍👩‍👧 \u200e שלום").textContent).toBe("family 👩‍👩‍👧 \u200e שלום")
  })
})
