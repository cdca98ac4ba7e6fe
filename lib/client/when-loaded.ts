/**
 * Resolves when the page is loaded and the browser is idle. Data refetched earlier may reach parts that are not hydrated
 * yet and no longer match the server's HTML.
 */
export const whenLoaded = () =>
  new Promise<void>((resolve) => {
    // Safari has no requestIdleCallback.
    const idle = () =>
      'requestIdleCallback' in window ? requestIdleCallback(() => resolve()) : resolve()
    if (document.readyState === 'complete') idle()
    else window.addEventListener('load', idle, { once: true })
  })
