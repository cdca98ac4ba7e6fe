/** A pointer on its way to somewhere else passes many links. */
const RESTS_MS = 50

const isPage = /^\/(?!api\/)/

/**
 * Prefetches the page of a link that a person is about to follow: the pointer or the focus rests on it, or a finger. Returns
 * a function that stops it. Next.js would prefetch all links in view, which cost the server more than the page itself.
 */
export function prefetchLinks(prefetch: (href: string) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const leave = () => clearTimeout(timer)
  const enter = ({ target }: Event) => {
    leave()
    const href = target instanceof Element && target.closest('a')?.getAttribute('href')
    if (href && isPage.test(href)) timer = setTimeout(() => prefetch(href), RESTS_MS)
  }
  const listeners = [
    ['pointerover', enter],
    ['focusin', enter],
    // It navigates now.
    ['click', leave],
  ] as const
  for (const [type, listener] of listeners) document.addEventListener(type, listener)
  return () => {
    leave()
    for (const [type, listener] of listeners) document.removeEventListener(type, listener)
  }
}
