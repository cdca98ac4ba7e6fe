/** What had the focus before the code that keeps it has loaded, oldest first: each element with its ancestors at that time. */
export const earlyFocus: EventTarget[][] = []

export const noteFocus = (event: Event) => void earlyFocus.push(event.composedPath())

if (typeof document !== 'undefined') document.addEventListener('focusin', noteFocus)
