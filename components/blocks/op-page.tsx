'use client'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { z } from 'zod'
import { read } from '@/lib/client/use-op'
import type { Query, Shape } from '@/lib/ops/define'
import { PageHead } from '../ui/page'
import { Missing } from './missing'

/** The page of one resource. Says so when Atlas does not have it. `children` read it again, from the same answer. */
export function OpPage<I extends Shape, O extends z.ZodType<object>>({
  op,
  input,
  what,
  back,
  title,
  lead,
  badges,
  actions,
  children,
}: {
  op: Query<I, O>
  input: z.input<I>
  /** `Endpoint service`: the title until it is read. */
  what: string
  back: { label: string; href: string }
  title: (data: z.output<O>) => string
  lead?: ReactNode
  badges?: (data: z.output<O>) => ReactNode
  /** Undefined until it is read. */
  actions?: (data: z.output<O> | undefined) => ReactNode
  /** Undefined until it is read. */
  children: (data: z.output<O> | undefined) => ReactNode
}) {
  const query = useQuery(read(op, input))
  const data = query.data?.misfit ? undefined : query.data?.data
  if (query.error?.kind === 'not-found')
    return <Missing what={what} wasThere={query.data !== undefined} back={back} />
  return (
    <>
      <PageHead
        back={back}
        title={data ? title(data) : what}
        lead={lead}
        badges={data && badges?.(data)}
        actions={actions?.(data)}
      />
      <div className="grid grid-cols-1 gap-4">{children(data)}</div>
    </>
  )
}
