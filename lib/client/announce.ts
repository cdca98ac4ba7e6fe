/** Tells screen readers something that happened away from where they are. The shell holds the live region. */
let speak: ((text: string) => void) | undefined

export function announce(text: string): void {
  speak?.(text)
}

/** The live region takes over; the returned function lets go. */
export function onAnnounce(listener: (text: string) => void): () => void {
  speak = listener
  return () => {
    if (speak === listener) speak = undefined
  }
}
