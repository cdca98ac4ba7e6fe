'use client'
import { useId, useState } from 'react'
import { nameOf, printJson } from '@/lib/format/json'
import { count } from '@/lib/format/words'
import { Button } from '../ui/button'
import { cn } from '../ui/cn'

/** Open by default, unless there are many. */
const OPEN_DEPTH = 2
const OPEN_UP_TO = 30
/** Entries shown at a time. */
const STEP = 100

const isBranch = (value: unknown): value is object => typeof value === 'object' && value !== null

/** A tree view. Closed branches are not rendered, so that it stays fast at any size. */
export function JsonTree({ value, label }: { value: object; label: string }) {
  return (
    <section
      aria-label={label}
      // Scrolling must work with the keyboard.
      // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling needs focus
      tabIndex={0}
      className="max-h-[min(60dvh,36rem)] overflow-auto rounded-md border border-line bg-sunken px-2 py-1.5 font-mono text-xs leading-6"
    >
      {Object.keys(value).length > 0 ? <Entries value={value} depth={1} /> : <Leaf value={value} />}
    </section>
  )
}

function Entries({ value, depth }: { value: object; depth: number }) {
  const [shown, setShown] = useState(STEP)
  const all = Object.entries(value)
  const isList = Array.isArray(value)
  return (
    <>
      <ul className={cn(depth > 1 && 'ml-2 border-line border-l pl-3')}>
        {all.slice(0, shown).map(([name, inner]) =>
          isBranch(inner) && Object.keys(inner).length > 0 ? (
            <Branch key={name} name={nameOf(name)} isItem={isList} value={inner} depth={depth} />
          ) : (
            <li key={name} className="flex min-w-0 gap-1.5 pl-5">
              <Name name={nameOf(name)} isItem={isList} />
              <Leaf value={inner} />
            </li>
          ),
        )}
      </ul>
      {all.length > shown && (
        <Button
          size="sm"
          variant="quiet"
          className="ml-4 font-sans"
          onClick={() => setShown(shown + STEP * 5)}
        >
          {count(all.length - shown, 'more entry', 'more entries')}
        </Button>
      )}
    </>
  )
}

function Branch({
  name,
  isItem,
  value,
  depth,
}: {
  name: string
  isItem: boolean
  value: object
  depth: number
}) {
  const id = useId()
  const size = Object.keys(value).length
  const [open, setOpen] = useState(depth < OPEN_DEPTH && size <= OPEN_UP_TO)
  return (
    <li className="min-w-0">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
        className="flex max-w-full items-center gap-1 rounded pr-1 text-left hover:bg-hover pointer-coarse:min-h-10"
      >
        <svg
          aria-hidden
          className={cn('icon-[chevron-right]', 'size-4 shrink-0 text-muted', open && 'rotate-90')}
        />
        <Name name={name} isItem={isItem} />
        <span className="truncate text-faint">
          {Array.isArray(value)
            ? count(size, 'item')
            : `{ ${Object.keys(value).slice(0, 4).map(nameOf).join(', ')}${size > 4 ? ', …' : ''} }`}
        </span>
      </button>
      {open && (
        <div id={id}>
          <Entries value={value} depth={depth + 1} />
        </div>
      )}
    </li>
  )
}

const Name = ({ name, isItem }: { name: string; isItem: boolean }) => (
  <span className={cn('shrink-0', isItem ? 'text-faint' : 'text-accent')}>{name}:</span>
)

const Leaf = ({ value }: { value: unknown }) => (
  <span
    className={cn(
      'min-w-0 whitespace-pre-wrap break-words',
      value === null || value === undefined ? 'text-muted' : 'text-text',
    )}
  >
    {printJson(value) || 'undefined'}
  </span>
)
