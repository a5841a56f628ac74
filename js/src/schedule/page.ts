/** The schedule of this page: one, so that all views share its frames. */

import { Schedule } from "./schedule.ts"
import { browserScreen } from "./screen.ts"

let schedule: Schedule | undefined

export function pageSchedule(): Schedule {
  if (schedule === undefined) {
    const made = new Schedule(browserScreen())
    document.addEventListener("visibilitychange", () => made.wake())
    schedule = made
  }
  return schedule
}
