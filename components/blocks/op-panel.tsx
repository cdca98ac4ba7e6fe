'use client'
import { useQuery } from '@tanstack/react-query'
import type { ComponentProps, ReactNode } from 'react'
import type { z } from 'zod'
import { read } from '@/lib/client/use-op'
import type { Query, Shape } from '@/lib/ops/define'
import { Panel } from '../data/panel'
import { RawAnswer } from '../data/raw-answer'
import { Copyable } from '../ui/copyable'
import { Facts } from '../ui/page'

/** A panel with the facts about one resource, in each state of its read. */
export function OpPanel<I extends Shape, O extends z.ZodType<object>>({
  op,
  input,
  title,
  buttons,
  facts,
  raw,
  children,
  ...panel
}: {
  op: Query<I, O>
  input: z.input<I>
  title: string
  /** Buttons in the panel's header, given the resource. */
  buttons?: (data: z.output<O>) => ReactNode
  facts: (data: z.output<O>) => ReadonlyArray<readonly [name: string, value: ReactNode]>
  /** Shows the whole answer at the end. */
  raw?: boolean
  /** Below the facts. */
  children?: (data: z.output<O>) => ReactNode
} & Pick<ComponentProps<typeof Panel>, 'folds' | 'instead'>) {
  const query = useQuery(read(op, input))
  const data = query.data?.misfit ? undefined : query.data?.data
  return (
    <Panel
      {...panel}
      title={title}
      query={query}
      skeletonRows={3}
      isEmpty="never"
      actions={data && buttons?.(data)}
    >
      {(loaded) => (
        <div className="grid grid-cols-1 gap-4 p-4">
          <Facts items={facts(loaded)} />
          {children?.(loaded)}
          {raw && <RawAnswer value={loaded} />}
        </div>
      )}
    </Panel>
  )
}

/** Names and ids to copy, without those that Atlas left out. */
export const copyableFacts = (
  names: ReadonlyArray<readonly [name: string, value: string | null | undefined]>,
): ReadonlyArray<readonly [string, ReactNode]> =>
  names.flatMap(([name, value]) =>
    value ? [[name, <Copyable key={name} value={value} what={name.toLowerCase()} />] as const] : [],
  )
