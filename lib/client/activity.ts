const ATTENDED_MS = 60_000
let lastTouched = Date.now()

const touched = () => {
  lastTouched = Date.now()
}
if (typeof window !== 'undefined')
  for (const event of ['pointerdown', 'keydown', 'wheel', 'focus'])
    window.addEventListener(event, touched, { capture: true, passive: true })

/** Whether the page was used within the last minute. */
export const isAttended = (): boolean => Date.now() - lastTouched < ATTENDED_MS
