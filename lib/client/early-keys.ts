/** Keys pressed while the code of what was opened is still loading, so that they are not lost. */
export type EarlyKeys = { text: string; isEntered: boolean }

/** After this, give up and release the keys. */
const MOST_MS = 10_000

let keys: EarlyKeys | undefined
let timer: ReturnType<typeof setTimeout> | undefined

/** What had the focus when it started. */
let opener: Element | null

const onKey = (event: KeyboardEvent) => {
  const { activeElement } = document
  // The field that it was for has come, or the person went to another one.
  if (activeElement !== opener && activeElement?.matches('input, textarea, [contenteditable]'))
    takeEarlyKeys()
  if (!keys || event.ctrlKey || event.metaKey || event.altKey) return
  if (event.key === 'Enter') keys = { ...keys, isEntered: true }
  else if (event.key === 'Backspace') keys = { ...keys, text: keys.text.slice(0, -1) }
  else if (event.key.length === 1 && !keys.isEntered)
    keys = { ...keys, text: keys.text + event.key }
  else return
  event.preventDefault()
  event.stopPropagation()
}

/** Whether keys are captured, so that they are no shortcuts. */
export const isKeepingKeys = (): boolean => keys !== undefined

/** Starts capturing keys, until they are taken or something else is pressed. Repeated calls have no effect. */
export function keepEarlyKeys(): void {
  if (keys) return
  keys = { text: '', isEntered: false }
  opener = document.activeElement
  document.addEventListener('keydown', onKey, { capture: true })
  document.addEventListener('pointerdown', takeEarlyKeys, { capture: true })
  timer = setTimeout(takeEarlyKeys, MOST_MS)
}

/** Returns the captured keys and stops. */
export function takeEarlyKeys(): EarlyKeys {
  const taken = keys ?? { text: '', isEntered: false }
  keys = undefined
  clearTimeout(timer)
  document.removeEventListener('keydown', onKey, { capture: true })
  document.removeEventListener('pointerdown', takeEarlyKeys, { capture: true })
  return taken
}

const opens = '[aria-haspopup=dialog]:not([aria-disabled=true], [aria-expanded=true])'

if (typeof document !== 'undefined')
  document.addEventListener(
    'click',
    ({ target }) => target instanceof Element && target.closest(opens) && keepEarlyKeys(),
    { capture: true },
  )
