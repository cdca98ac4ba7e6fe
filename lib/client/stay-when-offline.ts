import { isOffline } from './online'

let say: (() => void) | undefined

/** Calls back when a navigation was blocked because of being offline. Returns a function that stops it. */
export function onStayed(listener: () => void): () => void {
  say = listener
  return () => {
    if (say === listener) say = undefined
  }
}

/** Whether a navigation must be blocked because the browser is offline; reports it. For navigation without a link. */
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
 * While offline, blocks links and forms that load another page, so that the browser's error page doesn't replace this page
 * and what was typed. Returns a function that stops it.
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
