// Counts what crosses every WebSocket of the page, by channel and message type, as `__wire`.
// In the page, because Chromium's own network events copy each payload through two processes.
;(() => {
  const wire = { received: {}, sent: {} }
  window.__wire = wire
  const text = new TextDecoder()

  /** "iopub comm_msg", or "other" for what is not a kernel message in Jupyter's v1 framing. */
  const nameOf = (data) => {
    if (!(data instanceof ArrayBuffer) || data.byteLength < 32) return "other"
    const view = new DataView(data)
    const offset = (index) => Number(view.getBigUint64(8 * (1 + index), true))
    const part = (index) => text.decode(new Uint8Array(data, offset(index), offset(index + 1) - offset(index)))
    try {
      return `${part(0)} ${JSON.parse(part(1)).msg_type}`
    } catch {
      return "other"
    }
  }

  const add = (side, data) => {
    const tally = (side[nameOf(data)] ??= { count: 0, bytes: 0, largest: 0 })
    const bytes = typeof data === "string" ? new Blob([data]).size : (data.byteLength ?? data.size)
    tally.count += 1
    tally.bytes += bytes
    tally.largest = Math.max(tally.largest, bytes)
  }

  window.WebSocket = class extends WebSocket {
    constructor(...given) {
      super(...given)
      this.addEventListener("message", ({ data }) => add(wire.received, data))
    }

    send(data) {
      add(wire.sent, data instanceof ArrayBuffer ? data : (data.buffer ?? data))
      super.send(data)
    }
  }
})()
