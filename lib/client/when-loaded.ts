/** Chrome calls back only every 10 s in a tab in the background. */
const LONGEST_MS = 5_000

/**
 * Resolves when the page is loaded and the browser is idle, or 5 s later. Data refetched earlier may reach parts that are
 * not hydrated yet and no longer match the server's HTML.
 */
export const whenLoaded = () =>
  new Promise<void>((resolve) => {
    // Safari has no requestIdleCallback.
    const idle = () =>
      'requestIdleCallback' in window
        ? requestIdleCallback(() => resolve(), { timeout: LONGEST_MS })
        : resolve()
    if (document.readyState === 'complete') idle()
    else window.addEventListener('load', idle, { once: true })
  })
