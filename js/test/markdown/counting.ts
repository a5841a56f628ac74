/** How much work a piece of code does: how often each of its blocks runs, whatever the time. */

import { Session } from "node:inspector"

let session: Session | null = null

/** Begin to count; what has run before is not counted, for it is compiled without counters. */
export function startCounting(): void {
  session = new Session()
  session.connect()
  ask("Profiler.enable")
  ask("Profiler.startPreciseCoverage", { callCount: true, detailed: true })
}

/** Count the blocks of the engine's code that run. The same work gives the same number. */
export function workOf(action: () => void): number {
  ask("Profiler.takePreciseCoverage")
  action()
  const { result } = ask("Profiler.takePreciseCoverage") as Coverage
  return result
    .filter(({ url }) => url.includes("/src/markdown/"))
    .flatMap(({ functions }) => functions)
    .flatMap(({ ranges }) => ranges)
    .reduce((sum, { count }) => sum + count, 0)
}

interface Coverage {
  readonly result: readonly {
    readonly url: string
    readonly functions: readonly { readonly ranges: readonly { readonly count: number }[] }[]
  }[]
}

/** Sessions of one's own thread answer at once. */
function ask(method: string, parameters: object = {}): unknown {
  let answer: unknown
  session?.post(method, parameters, (error, result) => {
    if (error) throw error
    answer = result
  })
  return answer
}
