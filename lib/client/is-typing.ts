/** Whether a key press goes into a field, and is therefore no command to the page. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.closest('input, textarea, select, [contenteditable]') !== null

/** Whether the focus is on the page itself, where a single key may lead somewhere: nowhere, or on a heading that took it. */
export const isOnPage = (element: Element | null): boolean =>
  element === null ||
  element === document.body ||
  element.id === 'main' ||
  element.matches('h1, h2, h3')
