import type { KeyboardEvent, MouseEvent } from 'react'

/** Blurring a field may show its error and move the button before the click lands, so the blur waits for the click. */
export const keepFocus = (event: MouseEvent) => {
  const { activeElement } = document
  if (activeElement instanceof HTMLInputElement || activeElement instanceof HTMLTextAreaElement)
    event.preventDefault()
}

/** Holding Enter in a field would resubmit as soon as an attempt is refused. */
export const sendOnce = (event: KeyboardEvent) => {
  if (event.key === 'Enter' && event.repeat && event.target instanceof HTMLInputElement)
    event.preventDefault()
}
