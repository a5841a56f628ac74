/** When to paint, in milliseconds. */

/** Painting beyond this waits for the next frame, so that a click is never kept waiting. */
export const FRAME_BUDGET_MS = 8

/** A frame that has not come after this long will not come: the window is covered, or far away. */
export const FRAME_OVERDUE_MS = 200

/** How often a hidden page is brought up to date: nobody looks, but it must not fall far behind. */
export const HIDDEN_INTERVAL_MS = 1000

/** A painter that is due this soon is painted now: frames are never exactly on time. */
export const DUE_SLACK_MS = 4

/** From this rate on, every frame of the screen is painted. */
export const EVERY_FRAME_FPS = 60
