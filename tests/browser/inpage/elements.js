/**
 * Two trees of elements said in the same words: what the engine shows, and what a specification's
 * HTML means. What is only there for layout, safety or the reader's eyes is left out.
 */
function elementsOf(root) {
  const HOUSEKEEPING = new Set(["nbs-host", "nbs-quiet", "nbs-jump"])
  const KEPT = ["href", "start", "align", "class", "type", "checked"]

  const unwrapped = (node) => {
    if (/^(div|span|section|main)$/.test(node.localName)) return true
    // Which links are followed is not a matter of parsing.
    if (node.localName === "a") return true
    // In HTML a tight list's items have no paragraphs; here they have some that do not show.
    return node.localName === "p" && node.matches(".nbs-tight > li > p")
  }
  const attributes = (node) =>
    KEPT.filter((name) => node.hasAttribute(name))
      .map((name) => [name, node.getAttribute(name)])
      .filter(([name, value]) => name !== "class" || value.startsWith("language-"))
      .map(([name, value]) => ` ${name}=${value}`)
      .join("")

  const said = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data
    if (node.nodeType !== Node.ELEMENT_NODE) return ""
    if ([...node.classList].some((name) => HOUSEKEEPING.has(name))) return ""
    if (node.localName === "img") return node.getAttribute("alt")
    const inside = [...node.childNodes].map(said).join("")
    return unwrapped(node) ? inside : `<${node.localName}${attributes(node)}>${inside}</>`
  }
  // Between blocks HTML has line breaks that mean nothing; in code they all stay.
  const AROUND = / ?(<(?:p|h\d|ul|ol|li|blockquote|pre|hr)\b[^>]*>|<\/>) ?/g
  return said(root)
    .split(/(<code[^<]*<\/>)/)
    .map((part, at) => (at % 2 ? part : part.replace(/\s*\n\s*/g, " ").replace(AROUND, "$1")))
    .join("")
    .trim()
}
