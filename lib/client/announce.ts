/** Announces something to screen readers. The shell renders the live region. */
let speak: ((text: string) => void) | undefined

export function announce(text: string): void {
  speak?.(text)
}

/** Registers the live region. Returns a function that unregisters it. */
export function onAnnounce(listener: (text: string) => void): () => void {
  speak = listener
  return () => {
    if (speak === listener) speak = undefined
  }
}
