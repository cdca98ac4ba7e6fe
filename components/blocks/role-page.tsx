'use client'
import type { ReactNode } from 'react'
import { useMe } from '@/lib/client/use-me'
import type { Op } from '@/lib/ops/define'
import { whyNot } from '@/lib/ops/why-not'
import { Banner } from '../ui/banner'
import { PageHead } from '../ui/page'

/** A page for people with a role of `op`: its heading, and its content or why the person can't see it. */
export function RolePage({
  op,
  title,
  lead,
  children,
}: {
  op: Op
  title: string
  lead: string
  children: ReactNode
}) {
  const me = useMe()
  const refused = me && whyNot(op, me.roles)
  return (
    <>
      <PageHead title={title} lead={lead} />
      {refused ? <Banner title="You don’t have access">{refused}</Banner> : children}
    </>
  )
}
