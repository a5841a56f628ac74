// `__watch(find)` notes, frame by frame, each text that `find()` showed: `__growth` is the list of
// `[milliseconds, characters]`, oldest first, one entry for each change that a reader could see.
// The line that says what is awaited is no text of the answer.
;(() => {
  window.__growth = []
  window.__watch = (find) => {
    const growth = []
    window.__growth = growth
    const lengthOf = (element) => element?.textContent.length ?? 0
    const look = (now) => {
      const root = find()
      const length = lengthOf(root) - lengthOf(root?.querySelector(".nbs-activity"))
      if (length !== (growth.at(-1)?.[1] ?? 0)) growth.push([now, length])
      if (window.__growth === growth) requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  }
})()
