import type { KeyboardEvent, MouseEvent } from 'react'

/** Leaving a field shows its sentence, which would move the button away under the mouse: the field is left by the click. */
export const keepFocus = (event: MouseEvent) => {
  const { activeElement } = document
  if (activeElement instanceof HTMLInputElement || activeElement instanceof HTMLTextAreaElement)
    event.preventDefault()
}

/** Enter held down in a field would send again as soon as a try is refused. */
export const sendOnce = (event: KeyboardEvent) => {
  if (event.key === 'Enter' && event.repeat && event.target instanceof HTMLInputElement)
    event.preventDefault()
}
