import { isOffline } from './online'

let say: (() => void) | undefined

/** Calls back when somebody tried to leave the page while offline; the returned function lets go. */
export function onStayed(listener: () => void): () => void {
  say = listener
  return () => {
    if (say === listener) say = undefined
  }
}

/** Whether the page has to stay because the browser is offline; says so. For what leaves it without a link. */
export function hasToStay(): boolean {
  if (isOffline()) say?.()
  return isOffline()
}

const leavesThisTab = (link: HTMLAnchorElement) =>
  link.target !== '_blank' &&
  (link.origin !== location.origin ||
    link.pathname !== location.pathname ||
    link.search !== location.search)

/**
 * Offline, a link or a form that loads another page does nothing, so that the browser's error page never takes the place
 * of this one with what was typed in it. Gives what takes that back.
 */
export function stayWhenOffline(): () => void {
  const stop = (event: Event) => {
    if (!hasToStay()) return
    event.preventDefault()
    event.stopPropagation()
  }
  const onClick = (event: MouseEvent) => {
    const link = event.target instanceof Element && event.target.closest('a[href]')
    if (link instanceof HTMLAnchorElement && leavesThisTab(link)) stop(event)
  }
  const onSubmit = (event: SubmitEvent) => {
    if (event.target instanceof HTMLFormElement && event.target.hasAttribute('action')) stop(event)
  }
  document.addEventListener('click', onClick, { capture: true })
  document.addEventListener('submit', onSubmit, { capture: true })
  return () => {
    document.removeEventListener('click', onClick, { capture: true })
    document.removeEventListener('submit', onSubmit, { capture: true })
  }
}
