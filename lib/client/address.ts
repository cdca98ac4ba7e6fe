/** Longer than any URL update takes, for one that never comes. */
const MOST_MS = 500

let writing: Promise<unknown> | undefined

/**
 * Announces a URL update of this page. Next.js drops a navigation in progress when the URL is replaced
 * (`history.replaceState` of its App Router), so a click on a link right after a filter would do nothing.
 */
export function writesAddress(written: Promise<unknown>): void {
  const isOver = () => {
    if (writing === done) writing = undefined
  }
  const done = Promise.race([
    written,
    new Promise((resolve) => setTimeout(resolve, MOST_MS)),
    // If the browser refuses the update, let the click through.
  ]).then(isOver, isOver)
  writing = done
}

/** Delays clicks on links until the URL is updated. Returns a function that stops it. */
export function linksWaitForAddress(): () => void {
  const onClick = (event: MouseEvent) => {
    const link = event.target instanceof Element && event.target.closest('a[href]')
    const opensElsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey
    if (!writing || !(link instanceof HTMLElement) || opensElsewhere || event.button !== 0) return
    event.preventDefault()
    event.stopPropagation()
    void writing.then(() => link.click())
  }
  document.addEventListener('click', onClick, { capture: true })
  return () => document.removeEventListener('click', onClick, { capture: true })
}
