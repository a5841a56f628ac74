/**
 * The notebook's own record of a cell's outputs, where the host lets a view see it.
 *
 * The kernel tells a static output by its display id, which a page that was loaded anew no longer
 * knows: what the kernel says of it then reaches nobody. A view that finds its static output missing
 * or old puts it in itself, so that saving keeps it.
 */

interface Outputs {
  readonly length: number
  get(index: number): { toJSON(): unknown }
  set(index: number, output: unknown): void
}

interface Cells {
  readonly length: number
  get(index: number): { readonly outputs?: Outputs }
}

const WIDGET = "application/vnd.jupyter.widget-view+json"

/** Where a view's static output belongs, when what stands there is older than batch `seq`. */
export interface Stale {
  put(bundle: unknown): void
}

/** The outputs of the view `model` that lack something; its own place, if it has none beside it. */
export function staleOutputs(
  manager: unknown,
  model: string,
  seq: number,
  settle: "auto" | "html" | "widget",
): Stale[] {
  const stale: Stale[] = []
  if (model === "" || settle === "widget") return stale
  for (const outputs of allOutputs(manager))
    for (let at = 0; at < outputs.length; at++) {
      const output = outputs.get(at).toJSON()
      const data = (output as { data?: Record<string, unknown> } | null)?.data ?? {}
      const old = settle === "auto" ? isOld(data["text/html"], model, seq) : shows(data, model)
      if (old)
        stale.push({ put: (bundle) => outputs.set(at, { ...(output as object), data: bundle }) })
    }
  return stale
}

function isOld(html: unknown, model: string, seq: number): boolean {
  const text = Array.isArray(html) ? html.join("") : String(html ?? "")
  const start = text.slice(0, 300)
  if (!start.includes(`nbs-of-${model}`)) return false
  return Number(/nbs-at-(\d+)/.exec(start)?.[1] ?? -1) < seq
}

function shows(data: Record<string, unknown>, model: string): boolean {
  return (data[WIDGET] as { model_id?: unknown } | undefined)?.model_id === model
}

function allOutputs(manager: unknown): Outputs[] {
  const host = manager as { context?: { model?: { cells?: Cells } } } | null | undefined
  const cells = host?.context?.model?.cells
  if (typeof cells?.get !== "function") return []
  const found: Outputs[] = []
  for (let at = 0; at < cells.length; at++) {
    const outputs = cells.get(at).outputs
    if (typeof outputs?.set === "function") found.push(outputs)
  }
  return found
}
