/** Gives the page, or the shadow root that a view stands in, our styles: once each. */

/**
 * Make what styles an element. A host may build a view before it puts it into the page or into a
 * shadow root, and may move it: call the function that comes back whenever the view is painted.
 */
export function adopter(styles: string): (target: HTMLElement) => () => void {
  const adopted = new WeakSet<Document | ShadowRoot>()

  const styleRoot = (root: Document | ShadowRoot) => {
    if (adopted.has(root)) return
    adopted.add(root)
    // A document takes only what was made in its own window: that of a frame, for one.
    const page = root.ownerDocument ?? root
    const sheet = new ((page as Document).defaultView ?? window).CSSStyleSheet()
    sheet.replaceSync(styles)
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
  }
  return (target) => {
    let styled: Node | null = null
    const adopt = () => {
      const root = target.getRootNode()
      if (root === styled) return
      styled = root
      styleRoot("host" in root ? (root as ShadowRoot) : target.ownerDocument)
    }
    adopt()
    return adopt
  }
}
