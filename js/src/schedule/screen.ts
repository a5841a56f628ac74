/** The page's clock and its frames: what a schedule needs of the world. */

export interface Screen {
  /** Milliseconds, never going back. */
  now(): number
  /** Whether nobody can see the page. */
  hidden(): boolean
  /** Call once, before the next paint of the page. Returns how to take it back. */
  frame(callback: () => void): () => void
  /** Call once, after `ms`. Returns how to take it back. */
  later(ms: number, callback: () => void): () => void
  /** Call once, when the page has been laid out and painted. */
  painted(callback: () => void): void
  /** Tell whoever debugs the page of an error that nothing above can handle. */
  failed(error: unknown): void
}

/** The browser's own. */
export function browserScreen(): Screen {
  return {
    now: () => performance.now(),
    hidden: () => document.hidden,
    frame(callback) {
      const id = requestAnimationFrame(callback)
      return () => cancelAnimationFrame(id)
    },
    later(ms, callback) {
      const id = setTimeout(callback, ms)
      return () => clearTimeout(id)
    },
    painted(callback) {
      // A message posted from a frame is delivered after the page was laid out and painted.
      const { port1, port2 } = new MessageChannel()
      const delivered = () => {
        port1.close()
        callback()
      }
      port1.addEventListener("message", delivered, { once: true })
      port1.start()
      port2.postMessage(null)
    },
    failed: (error) => reportError(error),
  }
}
