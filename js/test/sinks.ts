/**
 * Ways to make elements, code, requests or another page out of text, as they are written in a
 * source and as a minifier leaves them. Of names that are put together at run time, a reader of
 * text sees nothing: the page that the browser tests use refuses those (`tests/browser/hostile`).
 */

/** Such as a keyword in a list of some language's, between spaces or quotes: these are words. */
const NO_WORD = "(?<![\\w$ \"'`|-])"

export const SINKS: readonly RegExp[] = [
  /\b(?:inner|outer)HTML\b/,
  /\[["'`](?:inner|outer|insertAdjacent)["'`],/,
  /\binsertAdjacentHTML\b/,
  /\bdocument\??\.(?:write(?:ln)?\b|open\(|execCommand\(["'`]insertHTML)/,
  /\bDOMParser\b/,
  /\bXSLTProcessor\b/,
  /\bcreateContextualFragment\b/,
  /\bsetHTML(?:Unsafe)?\b/,
  /\bparseHTML(?:Unsafe)?\b/,
  /\bsrcdoc\b/,
  new RegExp(`${NO_WORD}eval(?![\\w$ "'\`|:-])`),
  /[\w$)\]}]\[["'`](?:eval|constructor)["'`]\]/,
  /\bnew Function\b|(?<![.\w])Function\(|\bFunction\.(?:call|apply|bind|prototype)\b/,
  /\.constructor\(/,
  /\bset(?:Timeout|Interval)\(\s*["'`]/,
  /["'`]\s*javascript:/i,
  /["'`]on(?:click|error|load|mouse\w+|focus|blur|toggle|pointer\w+|key\w+)["'`]/,
  /\.cssText\s*=(?!\s*(?:["'`]|[A-Z_]+\b))/,
  /\binsertRule\b/,
  /\bReflect\.(?:set|apply|construct|defineProperty)\b/,
  /\(["'`](?:script|object|embed|base|link|frame|portal|fencedframe)["'`]/,
  /createElement\(["'`]meta["'`]/,
  /\b(?:Shared)?Worker\(|\bserviceWorker\b|\baudioWorklet\b|\bpaintWorklet\b/,
  /\b(?:window|globalThis|self|top|parent|document)\??\.(?:open|navigate)\(|\bwindow\[/,
  /(?<![.\w]|let |const |var )location\s*=(?!=)/,
  /\blocation\??\.(?:href|search|hash|pathname|host|protocol)\s*=(?!=)/,
  /\blocation\??\.(?:assign|replace)\b/,
]

/** Ways to reach a network. */
export const REQUESTS =
  /(?<![.\w])fetch\((?!\))|\bXMLHttpRequest\b|\bsendBeacon\b|\bWebSocket\b|\bEventSource\b|\bWebTransport\b|\bRTCPeerConnection\b|\bimportScripts\b|\bnew Image\b/g

/** What `source` holds of them. */
export const sinksIn = (source: string) => SINKS.flatMap((sink) => sink.exec(source)?.[0] ?? [])
