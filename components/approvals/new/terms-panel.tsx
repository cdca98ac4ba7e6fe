'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { read } from '@/lib/client/use-op'
import { minutesInWords } from '@/lib/format/duration'
import { list } from '@/lib/format/words'
import type { RequestTerms } from '@/lib/ops/requests'
import { getSlot } from '@/lib/ops/slots'
import { routes } from '@/lib/routes'
import { Banner } from '../../ui/banner'
import { Skeleton } from '../../ui/skeleton'
import { Time } from '../../ui/time'
import { levelName } from '../employee-access/level-steps'

/** Who can approve, and what happens next. */
export function TermsPanel({ terms, lasts }: { terms: RequestTerms | undefined; lasts: boolean }) {
  if (!terms) return <Waiting />
  const { people, groups } = terms.approvers
  const who =
    people.length > 0
      ? list(people, 'or')
      : groups.length > 0
        ? `A member of ${list(groups, 'or')}`
        : null
  return (
    <section aria-label="What happens next" className="grid gap-2">
      <h2 className="font-medium text-sm">What happens next</h2>
      <ol className="grid list-decimal gap-1.5 pl-5 text-muted text-sm marker:text-faint">
        <li>
          {terms.automatic ? (
            'The policy approves it automatically.'
          ) : who ? (
            <>
              <strong className="font-medium text-text">{who}</strong>{' '}
              {terms.approvals ? `can approve. It needs ${terms.approvals}` : 'reviews'}
              {terms.decideByMinutes > 0 && ` within ${minutesInWords(terms.decideByMinutes)}`}, or
              it expires.
            </>
          ) : (
            'Nobody can approve this. No group has the approver role here.'
          )}
        </li>
        <li>
          Gatehouse makes the change in Atlas and confirms it.
          {terms.window && ` The policy allows that only ${terms.window}.`}
        </li>
        {lasts && <li>The time starts then. You or an operator can end it early.</li>}
        <li>Every step is recorded in the audit log.</li>
      </ol>
      {terms.missing && <p className="text-sm text-warn">{terms.missing}</p>}
      {terms.rule && <p className="text-faint text-xs">Policy rules: {terms.rule}</p>}
    </section>
  )
}

/** A placeholder of the same height. */
const Waiting = () => (
  <section aria-label="What happens next" aria-busy className="grid gap-2">
    <h2 className="font-medium text-sm">What happens next</h2>
    <div className="grid gap-1.5">
      <Skeleton className="h-10" />
      <Skeleton className="h-5 w-4/5" />
      <Skeleton className="h-5 w-4/5" />
    </div>
  </section>
)

/** What prevents a request, with a link to it. */
export function InTheWay({
  groupId,
  clusterName,
  terms,
}: {
  groupId: string
  clusterName: string
  terms: RequestTerms
}) {
  const slot = useQuery({
    ...read(getSlot, { groupId, clusterName }),
    enabled: terms.whyNot !== null || terms.slot?.now != null,
  }).data?.data
  const open = slot?.request
  // The access that a request takes over is held too, and was approved here.
  const held = slot && (slot.drift || !open) ? terms.slot?.now : null
  const link = (href: string, words: string): ReactNode => (
    <Link href={href} className="font-medium text-accent underline underline-offset-3">
      {words}
    </Link>
  )
  return (
    <>
      {terms.whyNot && (
        <Banner
          tone="warn"
          title="You can’t request access here"
          actions={open && link(routes.request(open.id), 'View that request')}
        >
          {terms.whyNot}
        </Banner>
      )}
      {!terms.whyNot && held && (
        <Banner
          tone="bad"
          title="This cluster has access that was granted outside Gatehouse"
          actions={link(routes.cluster(groupId, clusterName), 'View cluster')}
        >
          {levelName(held.grantType)},{' '}
          {held.expirationTime ? (
            <>
              ends <Time at={held.expirationTime} />
            </>
          ) : (
            'end unknown'
          )}
          . Approved requests stop with a conflict until it ends.
        </Banner>
      )}
      {terms.restrictEmployeeAccess === false && (
        <Banner tone="warn" title="MongoDB employees already have infrastructure access">
          This organization doesn’t restrict employee access. Only App Services sync data needs a
          grant.
        </Banner>
      )}
    </>
  )
}
