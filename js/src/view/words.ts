/** Numbers as a reader would say them. */

/** A duration that is over: exact where that says something. */
export function duration(seconds: number): string {
  if (seconds < 0.001) return "<1 ms"
  if (seconds < 0.0995) return `${(seconds * 1000).toFixed(0)} ms`
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`
  return ticking(Math.round(seconds))
}

/** A duration that goes on: whole seconds, so that it changes once a second. */
export function ticking(seconds: number): string {
  const whole = Math.floor(seconds)
  if (whole < 60) return `${whole} s`
  const minutes = Math.floor(whole / 60)
  if (minutes < 60) return `${minutes} min ${whole % 60} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** A whole number with its thousands set apart. */
export function grouped(count: number): string {
  return count.toFixed(0).replace(/\B(?=(\d{3})+$)/g, ",")
}
