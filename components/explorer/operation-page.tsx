'use client'
import type { z } from 'zod'
import { pageLabel } from '@/lib/client/page-of'
import { getAtlasOperation } from '@/lib/ops/explorer'
import { peopleOf } from '@/lib/ops/roles'
import { OpPanel } from '../blocks/op-panel'
import { LifecycleNote } from '../data/lifecycle-note'
import { Badge } from '../ui/badge'
import { Banner } from '../ui/banner'
import { Copyable } from '../ui/copyable'
import { lazyComponent } from '../ui/lazy-component'
import { SkeletonRows } from '../ui/skeleton'
import { ApiPath } from './api-path'
import { OwnPage } from './own-page'

const Run = lazyComponent(() => import('./run').then((m) => m.Run), {
  loading: <SkeletonRows rows={3} />,
  soon: true,
})

const BodyFields = lazyComponent(() => import('./body-fields').then((m) => m.BodyFields), {
  loading: <SkeletonRows rows={3} />,
  soon: true,
})

/** What Gatehouse knows about an Atlas operation, and the form to run it. */
export const OperationPage = ({ operationId }: { operationId: string }) => (
  <OpPanel
    op={getAtlasOperation}
    input={{ operationId }}
    title="About"
    facts={({ id, roles, fact, own, whyNot, lifecycle }) => [
      ['Operation ID', <Copyable key="id" value={id} what="operation ID" />],
      [
        'Call',
        <span key="call" className="inline-flex flex-wrap items-baseline gap-2">
          <Badge tone={fact.method === 'GET' ? 'neutral' : 'accent'}>{fact.method}</Badge>
          <ApiPath path={fact.path} />
        </span>,
      ],
      // The note below says why nobody can run it.
      ...((whyNot && !own) || lifecycle?.stage === 'removed'
        ? []
        : [['Who can run it', roles.includes('viewer') ? 'Everyone' : peopleOf(roles)] as const]),
      ['Atlas role', fact.roles.join(' or ') || 'Any role'],
    ]}
  >
    {(known) => (
      <>
        {known.lifecycle && <LifecycleNote lifecycle={known.lifecycle} />}
        {known.lifecycle?.stage === 'removed' ? null : <WhereElse {...known} />}
        {(!known.whyNot || known.fact.answer) && <Run {...known} />}
        {known.body && <BodyFields {...known.body} />}
      </>
    )}
  </OpPanel>
)

/** Why Gatehouse does not run it here, or that it has a page of its own. */
function WhereElse({
  whyNot,
  own,
}: Pick<z.output<typeof getAtlasOperation.output>, 'whyNot' | 'own'>) {
  const hasPage = own !== null && pageLabel(own) !== undefined
  if (!whyNot && !hasPage) return null
  return (
    <Banner
      {...(hasPage ? { actions: <OwnPage own={own} /> } : {})}
      title={whyNot ? undefined : 'This operation has its own page.'}
    >
      {whyNot ?? 'This page shows Atlas’s answer unchanged.'}
    </Banner>
  )
}
