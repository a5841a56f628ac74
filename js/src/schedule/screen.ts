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
  const afterPaint = posted()
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
    // A message posted from a frame is delivered after the page was laid out and painted.
    painted: (callback) => afterPaint(callback),
    failed: (error) => reportError(error),
  }
}

/** Calls each function in a task of its own, by one channel: a new one for each frame is dear. */
function posted(): (callback: () => void) => void {
  const { port1, port2 } = new MessageChannel()
  const waiting: (() => void)[] = []
  port1.addEventListener("message", () => waiting.shift()?.())
  port1.start()
  return (callback) => {
    waiting.push(callback)
    port2.postMessage(null)
  }
}
