/**
 * Resolves when the page has come whole and the browser has a moment. What is read anew before that may reach a part of the
 * page that React has still to bring to life, and then it no longer fits what the server rendered.
 */
export const whenLoaded = () =>
  new Promise<void>((resolve) => {
    // Safari has no requestIdleCallback.
    const idle = () =>
      'requestIdleCallback' in window ? requestIdleCallback(() => resolve()) : resolve()
    if (document.readyState === 'complete') idle()
    else window.addEventListener('load', idle, { once: true })
  })
