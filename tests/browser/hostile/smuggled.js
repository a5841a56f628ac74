/**
 * Ways to bring text into a page, or a page elsewhere, past a reader who looks for them. None of
 * this is used: tests ask of each whether the text of a module gives it away, and whether a page
 * under trusted types refuses it. `html` and `code` leave their mark if they are let in.
 */

/** What whoever reads a module finds, once it is minified. */
export const FOUND = {
  plain: (e, html) => void (e.innerHTML = html),
  outer: (e, html) => void (e.outerHTML = html),
  quoted: (e, html) => void (e["innerHTML"] = html),
  inTwoPieces: (e, html) => void (e["inner" + "HTML"] = html),
  inATemplate: (e, html) => void (e[`inner${"HTML"}`] = html),
  inAList: (e, html) => void (e[["inner", "HTML"].join("")] = html),
  aliased: (e, html) => {
    const name = "innerHTML"
    e[name] = html
  },
  reflected: (e, html) => void Reflect.set(e, "innerHTML", html),
  assigned: (e, html) => void Object.assign(e, { innerHTML: html }),
  described: (e, html) =>
    void Object.getOwnPropertyDescriptor(Element.prototype, "innerHTML").set.call(e, html),
  adjacent: (e, html) => void e.insertAdjacentHTML("beforeend", html),
  fragment: (e, html) => void e.append(document.createRange().createContextualFragment(html)),
  parsed: (e, html) => void new DOMParser().parseFromString(html, "text/html"),
  unsafe: (e, html) => void e.setHTMLUnsafe(html),
  parsedUnsafe: (_, html) => void Document.parseHTMLUnsafe(html),
  written: (_, html) => void document.write(html),
  framed: (e, html) => {
    const frame = document.createElement("iframe")
    frame.srcdoc = html
    e.append(frame)
  },
  listening: (e, _, code) => void e.setAttribute("onclick", code),
  evaluated: (_, __, code) => void eval(code),
  evaluatedElsewhere: (_, __, code) => void (0, eval)(code),
  evaluatedByName: (_, __, code) => void globalThis["eval"](code),
  made: (_, __, code) => void new Function(code)(),
  called: (_, __, code) => void Function(code)(),
  constructed: (_, __, code) => void (() => {}).constructor(code)(),
  constructedInPieces: (_, __, code) => void (() => {})["con" + "structor"](code)(),
  scripted: (e, _, code) => {
    const script = document.createElement("script")
    script.text = code
    e.append(script)
  },
  working: (_, __, code) => void new Worker(URL.createObjectURL(new Blob([code]))),
  moved: (_, __, code) => void (location = `javascript:${code}`),
  movedByAddress: (_, __, code) => void (location.href = `javascript:${code}`),
}

/** What a reader finds as well, and trusted types do not know. */
export const FOUND_ONLY = {
  opened: () => void document.open(),
  windowed: (_, html) => void window.open(html),
  replaced: (_, html) => void location.replace(html),
  timed: () => void setTimeout("mark()"),
  styled: (e, html) => void (e.style.cssText = html),
  ruled: (_, html) => void document.styleSheets[0].insertRule(html),
  embedded: (e) => void e.append(document.createElement("object")),
  asking: (_, html) => void navigator.sendBeacon(html),
  connecting: (_, html) => void new WebSocket(html),
}

/** What no reader finds, because its name is made when it runs; trusted types refuse it. */
export const REFUSED = {
  backwards: (e, html) => void (e["LMTHrenni".split("").reverse().join("")] = html),
  encoded: (e, html) => void (e[atob("aW5uZXJIVE1M")] = html),
  numbered: (e, html) =>
    void (e[String.fromCharCode(105, 110, 110, 101, 114, 72, 84, 77, 76)] = html),
  searched: (e, html) => {
    for (const name in e) if (/^inner.{4}$/.test(name) && !/Text/.test(name)) e[name] = html
  },
  writing: (e, html) => void e.ownerDocument.write(html),
  timing: (_, __, code) => void setTimeout(code),
  tagged: (e, _, code) => {
    const script = document.createElement(["sc", "ript"].join(""))
    script.append(code)
    e.append(script)
  },
  attributed: (e, _, code) => void e.setAttribute(["on", "click"].join(""), code),
  source: (e, html) => {
    const frame = document.createElement("iframe")
    frame.setAttribute(["src", "doc"].join(""), html)
    e.append(frame)
  },
}
