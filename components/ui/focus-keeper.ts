import { earlyFocus, noteFocus } from '@/lib/client/early-focus'

const KEPT = 12
const focusable =
  'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]:not([tabindex="-1"])'

/** An element that had focus, with its ancestors at that time, innermost first. */
type Visit = { chain: readonly Element[]; place?: Place }
/** Its position when it was removed. */
type Place = { inside: Element; next: Node | null; previous: Node | null }

const chainOf = (element: Element): Element[] => {
  const chain: Element[] = []
  for (let one: Element | null = element; one; one = one.parentElement) chain.push(one)
  return chain
}

const canTake = (element: Element | null | undefined): element is HTMLElement =>
  element instanceof HTMLElement &&
  element.isConnected &&
  element.checkVisibility() &&
  !element.closest('[inert], [aria-hidden=true]')

function firstIn(node: Node | null): HTMLElement | undefined {
  if (!(node instanceof Element)) return undefined
  if (node.matches(focusable) && canTake(node)) return node
  return [...node.querySelectorAll(focusable)].find(canTake)
}

function headingIn(element: Element): HTMLElement | undefined {
  const heading = [...element.querySelectorAll('h1, h2, h3')].find(canTake)
  if (heading && !heading.hasAttribute('tabindex')) heading.setAttribute('tabindex', '-1')
  return heading
}

const isInDialog = ({ chain }: Visit) => chain.some((one) => one.matches('[role=dialog]'))

/** The latest on the page and in dialogs: a long form must not displace the button that opened it. */
const latest = (visits: readonly Visit[]): Visit[] =>
  [visits.filter((v) => !isInDialog(v)), visits.filter(isInDialog)].flatMap((all) =>
    all.slice(0, KEPT),
  )

const visited = (visits: readonly Visit[], chain: readonly Element[]): Visit[] =>
  latest([{ chain }, ...visits.filter((v) => v.chain[0] !== chain[0])])

const isElement = (one: EventTarget): one is Element => one instanceof Element

/** What had the focus before this code was loaded. */
function takeEarly(): Visit[] {
  document.removeEventListener('focusin', noteFocus)
  return earlyFocus
    .splice(0)
    .reduce<Visit[]>((visits, path) => visited(visits, path.filter(isElement)), [])
}

function placeOf({ chain }: Visit, records: readonly MutationRecord[]): Place | undefined {
  const inside = chain.find((one) => one.isConnected)
  const gone = inside && chain[chain.indexOf(inside) - 1]
  if (!gone) return undefined
  const record = records.find(({ removedNodes }) => [...removedNodes].includes(gone))
  return { inside, next: record?.nextSibling ?? null, previous: record?.previousSibling ?? null }
}

/** The best replacement for an element: itself, a neighbor in its list, or the heading of its section. */
function nearest(visit: Visit): HTMLElement | undefined {
  const [element] = visit.chain
  if (canTake(element)) return element
  const { place } = visit
  const inside = place?.inside.isConnected ? place.inside : visit.chain.find((e) => e.isConnected)
  if (!inside) return undefined
  if (place && place.inside === inside && inside.matches('ul, ol, tbody, table')) {
    const neighbour = firstIn(place.next) ?? firstIn(place.previous)
    if (neighbour) return neighbour
  }
  for (const around of chainOf(inside)) {
    if (around === document.body) return undefined
    const heading = around.matches('section, article, main, [role=dialog]') && headingIn(around)
    if (heading) return heading
  }
  return undefined
}

/**
 * Moves focus to the nearest sensible element when the focused one is removed, such as a decided row or the opener of a
 * closed dialog. Returns a function that stops it.
 */
export function keepFocus(): () => void {
  let visits = takeEarly()
  const isLost = () => document.activeElement === document.body || document.activeElement === null

  const onFocus = ({ target }: FocusEvent) => {
    if (target instanceof Element) visits = visited(visits, chainOf(target))
  }
  // Clicking an empty area is meant to clear the focus.
  const onPress = (event: PointerEvent) => {
    if (event.target instanceof Element && !event.target.closest(focusable)) visits = []
  }
  const restore = () => {
    if (!isLost() || document.querySelector('[role=dialog]')) return
    for (const visit of visits) {
      const target = nearest(visit)
      if (!target) continue
      target.focus({ preventScroll: true })
      if (!isLost()) return
    }
    const main = visits.length > 0 && document.querySelector('main')
    if (main) headingIn(main)?.focus({ preventScroll: true })
  }
  const watch = new MutationObserver((records) => {
    let hasLost = false
    for (const visit of visits) {
      if (visit.place || visit.chain[0]?.isConnected) continue
      const place = placeOf(visit, records)
      if (place) visit.place = place
      hasLost = true
    }
    // A closing dialog returns the focus itself a moment later.
    if (hasLost && isLost()) setTimeout(restore, 50)
  })
  document.addEventListener('focusin', onFocus)
  document.addEventListener('pointerdown', onPress, { capture: true })
  watch.observe(document.body, { childList: true, subtree: true })
  if (document.activeElement && !isLost()) visits = visited(visits, chainOf(document.activeElement))
  else if (visits[0]?.chain[0]?.isConnected) visits = []
  else restore()
  return () => {
    document.removeEventListener('focusin', onFocus)
    document.removeEventListener('pointerdown', onPress, { capture: true })
    watch.disconnect()
  }
}
