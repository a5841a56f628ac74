/**
 * Looks for harm on a page that shows a model's words: what stands on it, and what it does when a
 * reader hovers, focuses and clicks. Every function answers with sentences; none means no harm.
 */

const words = (text) => new Set(text.split(" "))

/** What text may become. */
const PROSE_TAGS = words(
  "div p h1 h2 h3 h4 h5 h6 em strong del code pre ul ol li blockquote hr br table thead tbody tr " +
    "th td a sup sub span input button img",
)
/** What typed messages may become besides. */
const RUN_TAGS = words("details summary s label textarea section caption")
const MATH_TAGS = words(
  "math semantics annotation mrow mi mn mo ms mtext mspace mfrac msqrt mroot mstyle merror " +
    "mpadded mphantom menclose mmultiscripts mprescripts none msub msup msubsup munder mover " +
    "munderover mtable mtr mtd",
)
const HTML = "http://www.w3.org/1999/xhtml"
const MATHML = "http://www.w3.org/1998/Math/MathML"

const CLASSES = "nbs(?:-[a-z0-9-]+)?|language-[\\w+#.-]{1,40}"
const STATUSES =
  "waiting|streaming|stopping|done|failed|stopped|writing|ready|approval|rejected|running|queued|asked|"

/** Names of controls; what stands in them of a text is on one line, with nothing in it that hides. */
const LABELS =
  "Copy [^\\n]*|What the model is told when you reject|Suggestions|Question|Question: [^]*|Conversation|" +
  "Attached files|Take off [^\\n]*|Earlier version|Later version|Edit the question"

/**
 * Every attribute that the renderer sets, by where it may stand, and what it may say there: this is
 * the one list. `text`: on what a text became; `run`: on what typed messages became besides;
 * `notebook`: where a kernel hears its reader besides; `rest`: on a page at rest besides.
 */
const ATTRIBUTES = {
  text: {
    class: new RegExp(`^(?:(?:${CLASSES}) ?)*$`),
    dir: /^(?:auto|rtl)$/,
    start: /^\d{1,9}$/,
    align: /^(?:left|center|right)$/,
    type: /^(?:checkbox|button)$/,
    disabled: /^$/,
    checked: /^$/,
    hidden: /^$/,
    href: /^(?:https?:\/\/[^\s\\@]+(?:[/?#][^\s\\]*)?|mailto:\S+)$/i,
    target: /^_blank$/,
    rel: /^noopener noreferrer nofollow$/,
    title: /^[^\u0000-\u001f\u202a-\u202e\u2066-\u2069]*$/,
    alt: /^[^\u0000-\u0008\u202a-\u202e\u2066-\u2069]*$/,
    src: /^data:image\/(?:png|jpeg|gif|webp|avif);base64,[A-Za-z0-9+/]+={0,2}$/,
    // Columns of a long table keep the widths that its first rows ask for.
    style: /^width: \d{1,2}ch;$/,
    "aria-pressed": /^(?:true|false)$/,
    // The notebook's own shortcuts are kept out of what has the focus.
    "data-lm-suppress-shortcuts": /^true$/,
  },
  run: {
    role: /^(?:status|alert|group|tree|treeitem|none)$/,
    value: /^\d{1,9}$/,
    open: /^$/,
    colspan: /^\d{1,4}$/,
    rowspan: /^\d{1,4}$/,
    scope: /^(?:col|row)$/,
    "aria-hidden": /^true$/,
    "aria-label": new RegExp(`^(?:${LABELS})$`),
    // A field to answer in.
    placeholder: /^(?:Why not\? \(the model is told\)|Ask [^\u0000-\u001f\u202a-\u202e]*)$/,
    maxlength: /^10000$/,
    "aria-expanded": /^(?:true|false)$/,
    "data-status": new RegExp(`^(?:${STATUSES})$`),
    "data-asks": /^$/,
    "data-skips": /^$/,
    "data-all": /^$/,
    "data-plain": /^$/,
    "data-role": /^refusal$/,
    "data-form": /^(?:text|markdown|json|table|html)$/,
    "data-activity": /^(?:writing|awaiting)$/,
  },
  notebook: {
    type: /^(?:checkbox|button|text|file)$/,
    rows: /^\d{1,2}$/,
    multiple: /^$/,
    tabindex: /^(?:-1|0)$/,
    "aria-live": /^polite$/,
    // What a caller chose, and no model.
    placeholder: /^/,
    style: /^(?:--nbs-chat-height: \d+px;|height: \d+px;)$/,
    "data-line": /^(?:open|waiting|gone)$/,
    "data-ready": /^(?:true|false)$/,
  },
  rest: {
    class: new RegExp(`^(?:(?:${CLASSES}|tex2jax_ignore|mathjax_ignore) ?)*$`),
    // Hosts that trust no stylesheet let this through.
    style: /^(?:color:#[0-9a-f]{6}|width:\d{1,2}ch)$/,
  },
}

/** What each place knows. */
const KNOWN = {
  text: ATTRIBUTES.text,
  run: { ...ATTRIBUTES.text, ...ATTRIBUTES.run },
  notebook: { ...ATTRIBUTES.text, ...ATTRIBUTES.run, ...ATTRIBUTES.notebook },
  rest: { ...ATTRIBUTES.text, ...ATTRIBUTES.run, ...ATTRIBUTES.rest },
}

/** What is wrong with an attribute; nothing for one that is ours and says what it may. */
function wrongIn(name, value, place) {
  const says = KNOWN[place][name]
  if (says === undefined)
    return [
      `forbidden ${name}="${value.slice(0, 80)}": no text may bring it; if the renderer sets it on ` +
        "purpose, ATTRIBUTES in tests/browser/hostile/guard.js wants it, with what it may say",
    ]
  return says.test(value) ? [] : [`forbidden words in ${name}="${value.slice(0, 80)}"`]
}

/** Characters that hide, or turn around what stands beside them: nowhere. */
const CONTROLLING = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/
/** The same where a reader reads code, names or addresses. */
const HIDING = /[\u00ad\u200b\u2060\ufeff]|\u{e0001}/u

const told = (element) =>
  `<${element.localName}> ${[...element.attributes].map(({ name, value }) => `${name}=${value.slice(0, 80)}`).join(" ")}`

/**
 * What stands under `root` that must not. `place`: one of those that ATTRIBUTES knows; `ours`: an
 * element that is known to have none of it, such as the stylesheet of a page at rest; `origin`: that
 * of the page, where links may not lead.
 */
export function standing(root, { place, isControl, ours = null, origin = location.origin }) {
  const found = []
  for (const element of root.querySelectorAll("*")) {
    if (element === ours) continue
    if (element.namespaceURI === MATHML) {
      if (!MATH_TAGS.has(element.localName)) found.push(`forbidden ${told(element)}`)
      for (const { name, value } of element.attributes)
        if (/^on|href|src|^id$|^name$|^data-|^role$|^aria-/.test(name) || /url\(|position/.test(value))
          found.push(`forbidden ${name} in ${told(element)}`)
      continue
    }
    const known = PROSE_TAGS.has(element.localName) || (place !== "text" && RUN_TAGS.has(element.localName))
    if (element.namespaceURI !== HTML || !known) found.push(`forbidden ${told(element)}`)
    for (const { name, value } of element.attributes)
      for (const wrong of wrongIn(name, value, place)) found.push(`${wrong}, in ${told(element)}`)
    if (element.localName === "a" && element.hasAttribute("href")) {
      if (element.origin === origin) found.push(`same origin: ${told(element)}`)
      found.push(...misleading(element, origin !== null))
      if (element.target !== "_blank" || !element.relList.contains("noopener"))
        found.push(`opens here: ${told(element)}`)
    }
    if (acts(element) && !isControl(element)) found.push(`forged control ${told(element)}`)
  }
  const text = root.textContent
  if (CONTROLLING.test(text)) found.push(`a control character: ${JSON.stringify(CONTROLLING.exec(text)[0])}`)
  for (const code of root.querySelectorAll("code, .nbs-plain, .nbs-name, .nbs-brief"))
    if (HIDING.test(code.textContent)) found.push(`a hidden character in ${told(code)}`)
  for (const named of root.querySelectorAll("[title]"))
    if (HIDING.test(named.title)) found.push(`a hidden character in ${told(named)}`)
  return found
}

/** What reads like a host, whatever stands around it. */
const HOST = /(?:[\p{L}\p{N}_-]+\.)+[\p{L}\p{N}-]{2,}|\blocalhost\b/gu

/**
 * Where a live link leads that its reader would not think; its text and what follows it tell. What
 * no browser follows leads nowhere: whoever could ask one has no such link.
 */
function misleading(link, asked) {
  const address = link.getAttribute("href")
  if (!URL.canParse(address)) return asked ? [`no address: ${told(link)}`] : []
  const { hostname, username, password, protocol } = new URL(address)
  if (username + password !== "") return [`a name in the address: ${told(link)}`]
  if (protocol === "mailto:" || link.nextSibling?.textContent.includes(`(${hostname}`)) return []
  const read = link.textContent.normalize("NFKC").replace(/\p{Cf}/gu, "").replace(/[\u3002\uff61]/g, ".")
  // An address that is shown as it is tells its host at its beginning.
  const said = link.textContent === address ? read.replace(/^(https?:\/\/[^/?#]*).*/s, "$1") : read
  const named = (said.match(HOST) ?? []).map((host) => host.toLowerCase().replace(/^www\./, ""))
  return named.some((host) => host !== hostname.replace(/^www\./, "")) ? [`names another host: ${told(link)}`] : []
}

function acts(element) {
  if (element.localName === "input") return !(element.type === "checkbox" && element.disabled)
  return (
    /^(?:button|summary|select|textarea|label|form|option)$/.test(element.localName) ||
    element.hasAttribute("tabindex") ||
    element.isContentEditable
  )
}

const clips = (style) =>
  /hidden|auto|scroll|clip/.test(style.overflowX) || /paint|content|strict/.test(style.contain)

/** What lies over something else or leaves `root`, which stands between two buttons of ours. */
export function lying(root) {
  const found = []
  const room = root.getBoundingClientRect()
  const clipping = new Set()
  for (const element of root.querySelectorAll("*")) {
    const style = getComputedStyle(element)
    if (/fixed|sticky/.test(style.position)) found.push(`${style.position} ${told(element)}`)
    // What stands in something that clips cannot lie outside of it, however large it is.
    const clipped = clipping.has(element.parentElement)
    if (clipped || clips(style)) clipping.add(element)
    const box = element.getBoundingClientRect()
    if (box.width === 0 || box.height === 0 || clipped) continue
    if (box.left < room.left - 1 || box.right > room.right + 1 || box.top < room.top - 1 || box.bottom > room.bottom + 1)
      found.push(`outside its place: ${told(element)}`)
  }
  for (const button of document.querySelectorAll(".trusted")) {
    button.scrollIntoView({ block: "center" })
    const { left, top, width, height } = button.getBoundingClientRect()
    if (document.elementFromPoint(left + width / 2, top + height / 2) !== button)
      found.push(`something lies over "${button.textContent}"`)
    if (button.textContent !== button.dataset.says) found.push("a button of the page was changed")
  }
  return found
}

const happened = []

/** Begin to notice what must never happen. Call once, before anything is shown. */
export function watch() {
  for (const name of ["alert", "confirm", "prompt", "print", "open"])
    window[name] = (...given) => void happened.push(`${name}(${given.join(", ")})`)
  addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
    happened.push(`against the page's policy: ${effectiveDirective} ${blockedURI}`),
  )
  addEventListener("error", ({ message }) => happened.push(`an error: ${message}`))
  addEventListener("unhandledrejection", ({ reason }) => happened.push(`an error: ${reason}`))
  addEventListener("submit", (event) => {
    event.preventDefault()
    happened.push("a form was sent")
  })
  // A click on a link is the reader's own wish; here it must only be the right kind of link.
  addEventListener(
    "click",
    (event) => {
      const link = event.target.closest?.("a, area")
      if (!link?.hasAttribute("href")) return
      event.preventDefault()
      if (!/^(?:https?|mailto):$/.test(link.protocol) || link.target !== "_blank")
        happened.push(`a click leads to ${link.href}`)
    },
    { capture: true },
  )
}

/** What has happened since the last call. */
export function events() {
  return happened.splice(0)
}

/** Hover, focus and click everything under `root`. Asks before pictures are fetched. */
export function touch(root) {
  for (const element of [...root.querySelectorAll("*")]) {
    for (const type of ["pointerover", "mouseover", "mouseenter", "mousemove", "pointerdown", "mousedown"])
      element.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true }))
    element.focus?.()
    element.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }))
    // Load is the reader's wish to fetch, Show to see a frame: both are tested by themselves.
    if (element.matches(".nbs-load, .nbs-framed *")) continue
    if (element.click) element.click()
    else element.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }))
  }
  document.activeElement?.blur()
}

/** A place between two buttons of the page's own. */
export function place() {
  const trusted = (says) => {
    const button = document.createElement("button")
    button.className = "trusted"
    button.dataset.says = says
    button.textContent = says
    return button
  }
  const root = document.createElement("div")
  document.body.replaceChildren(trusted("Approve 123"), root, trusted("Reject 456"))
  return root
}
