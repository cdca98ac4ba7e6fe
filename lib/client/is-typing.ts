/** Whether a key press is text input rather than a shortcut. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.closest(
    'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]',
  ) !== null

/** Whether no control has focus, so that page shortcuts apply: the body, the main element, or a heading. */
export const isOnPage = (element: Element | null): boolean =>
  element === null ||
  element === document.body ||
  element.id === 'main' ||
  element.matches('h1, h2, h3')
