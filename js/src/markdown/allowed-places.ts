/** Places that pictures may come from unasked, as the caller named them: origin and path. */

/** Whether an address is at one of the places, such as "https://host/charts/". */
export function isAllowedPlace(href: string, places: readonly string[]): boolean {
  const address = parsed(href)
  // A server may read an encoded slash or dot as one, and so leave the path that was allowed.
  if (address === null || /%(?:2e|2f|5c)/i.test(address.pathname)) return false
  return places.some((place) => {
    const allowed = parsed(place)
    return (
      allowed?.pathname.endsWith("/") &&
      address.origin === allowed.origin &&
      address.pathname.startsWith(allowed.pathname)
    )
  })
}

function parsed(address: string): URL | null {
  const url = URL.canParse(address) ? new URL(address) : null
  return url?.protocol === "https:" && url.username + url.password === "" ? url : null
}
