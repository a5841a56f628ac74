// Follows an answer on its way onto the screen, frame by frame, without asking for the whole text:
// pieces are numbered (`w17`), so the last number in the last text is how far the reader can see.
;(() => {
  const NUMBER = /\bw(\d+)\b(?!.*\bw\d)/s

  /** The number of the last piece that `root` shows, or -1. */
  const lastNumber = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
    let text = walker.lastChild()
    while (text !== null) {
      const found = NUMBER.exec(text.data.slice(-64))
      // What is kept for the file is part of the page, and nobody sees it.
      if (found !== null && text.parentElement.checkVisibility()) return Number(found[1])
      text = walker.previousNode()
    }
    return -1
  }

  // Runs `paint` after each frame's layout and paint: a task that the frame itself posts.
  const afterFrames = (each) => {
    const { port1, port2 } = new MessageChannel()
    let on = true
    let frame = 0
    port1.onmessage = () => on && each(frame)
    const next = (now) => {
      frame = now
      port2.postMessage(null)
      if (on) requestAnimationFrame(next)
    }
    requestAnimationFrame(next)
    return () => {
      on = false
    }
  }

  /**
   * Follow what `find()` shows until piece `last` is seen, or for `limitMs`.
   * Resolves to `{ seen: [[epoch ms, number]…], frames: [ms…] }`: when each number was on screen,
   * and how long each frame took between the first and the last one.
   */
  window.__follow = (find, last, limitMs) =>
    new Promise((resolve) => {
      const began = performance.now()
      const seen = []
      const frames = []
      let root = null
      let before = null
      let reached = -1
      const stop = afterFrames((frame) => {
        root = root?.isConnected ? root : find()
        const number = root === null ? -1 : lastNumber(root)
        if (reached >= 0 && before !== null) frames.push(frame - before)
        before = frame
        if (number > reached) {
          reached = number
          seen.push([performance.timeOrigin + performance.now(), number])
        }
        if (reached < last && performance.now() - began < limitMs) return
        stop()
        resolve({ seen, frames })
      })
    })
})()
