import type { QueryClient } from '@tanstack/react-query'
import { announce } from '@/lib/client/announce'
import { say } from '../ops/tell'

/** The page has settled when it reads nothing and nothing in it changed for this long. */
const SETTLED_MS = 1_500
/** Longer than any page loads. */
const MOST_MS = 15_000

const buttonsOf = (op: string) =>
  [...document.querySelectorAll<HTMLElement>('main [data-op]')].filter(
    (button) => button.dataset.op === op && button.checkVisibility(),
  )

const isInRow = (button: Element) => button.closest('tr, li') !== null

const opens = (button: Element) =>
  button.hasAttribute('aria-haspopup') || button.hasAttribute('aria-expanded')

/** Opens the form, or focuses what can't be opened without the person: a refused button, or one that would send. */
function use(button: HTMLElement): void {
  button.scrollIntoView({ block: 'center' })
  button.focus()
  if (opens(button) && button.getAttribute('aria-disabled') !== 'true') button.click()
}

/**
 * Opens the form of an operation once its button is on the page. Of buttons in rows it focuses the first, because the
 * person must choose the row. `done` is called when there is nothing left to do. Returns a function that stops it.
 */
export function openForm(op: string, client: QueryClient, done: () => void): () => void {
  let settled: ReturnType<typeof setTimeout>
  const finish = () => {
    stop()
    done()
  }
  const look = () => {
    const button = buttonsOf(op).find((one) => !isInRow(one))
    if (!button) return false
    finish()
    // After the address is written, which the form may change too.
    setTimeout(() => use(button))
    return true
  }
  const giveUp = () => {
    const [inRow] = buttonsOf(op)
    finish()
    if (inRow) {
      inRow.scrollIntoView({ block: 'center' })
      inRow.focus()
      announce('Choose a row.')
      return
    }
    say('This command is not available here', {
      detail: 'Open the item it is for. Some commands depend on its current state.',
    })
  }
  const onChange = () => {
    if (look()) return
    clearTimeout(settled)
    settled = setTimeout(client.isFetching() > 0 ? onChange : giveUp, SETTLED_MS)
  }
  const observer = new MutationObserver(onChange)
  const limit = setTimeout(giveUp, MOST_MS)
  const stop = () => {
    observer.disconnect()
    clearTimeout(settled)
    clearTimeout(limit)
  }
  const main = document.querySelector('main')
  if (main) observer.observe(main, { childList: true, subtree: true })
  onChange()
  return stop
}
