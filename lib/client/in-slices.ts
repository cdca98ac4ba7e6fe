/** How long a task may compute before the browser handles keys and clicks, in ms. */
const SLICE_MS = 8

/** Lets the browser do what waits: another task, without the delay of a timer. */
const turn = () =>
  new Promise<void>((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(undefined)
  })

/** Does something with each item, in short tasks between which the browser can do its own. Stops when it is aborted. */
export async function inSlices<T>(
  items: Iterable<T>,
  signal: AbortSignal,
  work: (item: T) => void,
): Promise<void> {
  await turn()
  let since = performance.now()
  for (const item of items) {
    work(item)
    if (performance.now() - since < SLICE_MS) continue
    await turn()
    if (signal.aborted) return
    since = performance.now()
  }
}
