'use client'
import { useEffect, useMemo, useState } from 'react'
import { list } from '@/lib/format/words'
import { type Pasted, pretty, readPasted } from '@/lib/ops/pasted'
import { Button } from '../ui/button'

const PAUSE_MS = 250

/** What can be made of a pasted text with one press. */
export type Offer = {
  /** What it is, and what will be filled in. */
  sentence: string
  /** Parts that have no place in the form. */
  left: readonly string[]
  button: string
  take: () => void
}

/** Offers to take a pasted text apart: a whole file by `offer`, mongosh syntax by rewriting it. */
export default function JsonOffer({
  text,
  offer,
  onRewrite,
}: {
  text: string
  offer: ((pasted: Pasted) => Offer | undefined) | undefined
  onRewrite: (json: string) => void
}) {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  const pasted = useMemo(() => readPasted(settled), [settled])
  if (!pasted || settled !== text) return null
  if ('why' in pasted)
    return (
      <p role="status" className="mt-1 text-muted text-xs">
        {pasted.from === undefined
          ? `This looks like ${pasted.language}. ${pasted.why}`
          : `This looks like ${pasted.language} syntax that can’t be rewritten as JSON. Line ${settled.slice(0, pasted.from).split('\n').length}: ${pasted.why}`}
      </p>
    )
  const found = offer?.(pasted) ?? rewrite(pasted, onRewrite)
  if (!found) return null
  return (
    <div
      role="status"
      className="mt-2 flex flex-wrap items-center justify-between gap-2 rounded-md border border-line bg-sunken px-3 py-2 text-sm"
    >
      <p className="min-w-0 grow basis-60 break-words">
        {found.sentence}
        {found.left.length > 0 && (
          <span className="block text-muted">Not used: {list([...found.left])}.</span>
        )}
      </p>
      <Button size="sm" onClick={found.take}>
        {found.button}
      </Button>
    </div>
  )
}

function rewrite(
  { isShell, value, left, calls }: Pasted,
  onRewrite: (json: string) => void,
): Offer | undefined {
  if (!isShell || value === undefined) return undefined
  return {
    sentence: 'This is mongosh syntax. It can be rewritten as JSON.',
    left: [...left, ...calls.map((steps) => `${steps.map(({ name }) => name).join('.')}(…)`)],
    button: 'Rewrite as JSON',
    take: () => onRewrite(pretty(value)),
  }
}
