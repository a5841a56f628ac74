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
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(styles)
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
  }
  return (target) => {
    let styled: Node | null = null
    const adopt = () => {
      const root = target.getRootNode()
      if (root === styled) return
      styled = root
      styleRoot(root instanceof ShadowRoot ? root : target.ownerDocument)
    }
    adopt()
    return adopt
  }
}
