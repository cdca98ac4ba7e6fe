/**
 * Keeps the keys of an input method from everything that listens to keys: with Enter, Escape and the arrows it chooses what
 * it composes, and nothing may be sent, picked or closed. Editors handle such keys themselves. Returns a function that stops
 * it.
 */
export function leaveKeysToInputMethods(): () => void {
  const onKey = (event: KeyboardEvent) => {
    // Safari ends the composition before the key that ends it, and marks that key with the code 229.
    const isComposing = event.isComposing || event.keyCode === 229
    const isEditor = event.target instanceof HTMLElement && event.target.isContentEditable
    if (isComposing && !isEditor) event.stopImmediatePropagation()
  }
  window.addEventListener('keydown', onKey, true)
  return () => window.removeEventListener('keydown', onKey, true)
}
