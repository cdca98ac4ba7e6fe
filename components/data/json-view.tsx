'use client'
import { useMemo, useState } from 'react'
import { cn } from '../ui/cn'
import { CodeBlock } from '../ui/code'
import { Segments } from '../ui/segments'
import { prettyJson } from './json-text'
import { JsonTree } from './json-tree'

const ways = ['Tree', 'JSON'] as const

/** A raw value, as a collapsible tree or as JSON. */
export function JsonView({
  value,
  label,
  start = 'Tree',
  className,
}: {
  value: unknown
  /** The accessible name: `Index definition`. */
  label: string
  start?: (typeof ways)[number]
  className?: string
}) {
  const [way, setWay] = useState<(typeof ways)[number]>(start)
  const text = useMemo(() => prettyJson(value), [value])
  const isTree = typeof value === 'object' && value !== null
  return (
    <div className={cn('grid min-w-0 grid-cols-1 gap-2', className)}>
      {isTree && (
        <Segments label={`Show ${label} as`} options={ways} value={way} onChange={setWay} />
      )}
      {isTree && way === 'Tree' ? (
        <JsonTree value={value} label={label} />
      ) : (
        <CodeBlock code={text} label={label} className="[&>section]:max-h-[min(60dvh,36rem)]" />
      )}
    </div>
  )
}
