/** Of the keys in the browser's storage. Apart from the rest, because every page loads it. */
export const PREFIX = 'gatehouse:bulk:'

/** Whether this browser has a run of anybody. */
export function hasRuns(): boolean {
  try {
    return Object.keys(localStorage).some((key) => key.startsWith(PREFIX))
  } catch {
    return false
  }
}
