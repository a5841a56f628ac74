/** Links that typed messages name: a source, a citation. They pass the policy of those in a text. */

import { hostToTell, linkPolicy, type SafeLink } from "../markdown/urls.ts"
import { element } from "./dom.ts"

/** The link to `href`, or null when nobody is to be sent there. */
export function safeLink(href: string): SafeLink | null {
  return linkPolicy(globalThis.location?.origin ?? null).check(href)
}

/** Let `anchor` lead there; when what it says names another host, the real one stands behind it. */
export function lead(anchor: HTMLAnchorElement, link: SafeLink): void {
  anchor.setAttribute("href", link.href)
  anchor.setAttribute("target", "_blank")
  anchor.setAttribute("rel", "noopener noreferrer nofollow")
  anchor.setAttribute("title", link.href)
  const host = hostToTell(anchor.textContent ?? "", link)
  if (host !== "") anchor.after(element("span", "nbs-host", ` (${host})`))
}
