'use client'
import Link from 'next/link'
import { pageOf } from '@/lib/client/page-of'
import { count, list } from '@/lib/format/words'
import type { RequestCard } from '@/lib/ops/requests'
import { routes } from '@/lib/routes'
import { EnvironmentBadge } from '../../ui/badge'
import { Facts } from '../../ui/page'
import { Time } from '../../ui/time'

const kinds: Record<string, string> = {
  REPLICASET: 'replica set',
  SHARDED: 'sharded',
  GEOSHARDED: 'global',
}

const unknown = <span className="text-faint">unknown</span>

/** What the request affects: environment, size, regions, and other live access. */
export function Blast({ card }: { card: RequestCard }) {
  const { request, blast, otherLive } = card
  const { groupId, organizations } = request
  // A request counts as production when one of its projects is. Next to one of two, the badge would say that of the wrong one.
  const isBetweenProjects = (request.input.groupId ?? groupId) !== groupId
  const badge = <EnvironmentBadge environment={request.environment} />
  const page = pageOf(request.op, request.input, request.orgId)
  const today = page && (
    <Link href={page.href} className="underline decoration-line underline-offset-3">
      {page.label}
    </Link>
  )
  if (groupId === null)
    return (
      <Facts
        items={[
          [
            organizations.length > 1 ? 'Organizations' : 'Organization',
            organizations.length > 0 ? list(organizations) : request.orgName,
          ],
          ...(today ? [['Current state', today] as const] : []),
        ]}
      />
    )
  const items: Array<readonly [string, React.ReactNode]> = [
    [
      'Project',
      <span key="p" className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
        <Link
          href={routes.project(groupId)}
          className="underline decoration-line underline-offset-3"
        >
          {request.groupName}
        </Link>
        {!isBetweenProjects && badge}
      </span>,
    ],
  ]
  if (isBetweenProjects && request.environment === 'production')
    items.push(['Environment', <span key="e">{badge} source or target</span>])
  if (blast) {
    const { size, nodes, kind, regions, mongoDBVersion, stateName, clustersInProject } = blast
    const parts = [
      size,
      kinds[kind] ?? (kind === 'cluster' ? null : kind.toLowerCase()),
      nodes && count(nodes, 'node'),
    ]
    if (card.unread)
      items.push([
        'Cluster',
        <span key="c" className="text-faint">
          can’t be read now
        </span>,
      ])
    else
      items.push(
        ['Cluster', parts.filter(Boolean).join(' · ') || unknown],
        ['Regions', regions.length ? list(regions) : unknown],
        [
          'MongoDB',
          mongoDBVersion ? `${mongoDBVersion} · ${stateName?.toLowerCase() ?? ''}` : unknown,
        ],
      )
    items.push(
      [
        'In project', // None: the observer has not seen this project yet.
        clustersInProject ? count(clustersInProject, 'cluster') : unknown,
      ],
      ['Employee access', <Restricted key="r" isOn={blast.restrictEmployeeAccess} />],
    )
  }
  if (blast)
    items.push([
      'Other live access',
      <OtherLive key="o" grants={otherLive} org={request.orgName} />,
    ])
  const { targetGroupId, targetClusterName } = request.input
  if (typeof targetGroupId === 'string' && typeof targetClusterName === 'string')
    items.push([
      'Overwrites',
      <Link
        key="t"
        href={routes.cluster(targetGroupId, targetClusterName)}
        className="break-words font-semibold underline decoration-line underline-offset-3"
      >
        {targetClusterName}
      </Link>,
    ])
  if (today) items.push(['Current state', today])
  return <Facts items={items} className="gap-y-1" />
}

/** Whether the organization restricts employee access. If not, MongoDB employees have infrastructure access anyway. */
function Restricted({ isOn }: { isOn: boolean | null }) {
  if (isOn === null) return unknown
  return isOn ? (
    'Restricted. This request opens access.'
  ) : (
    <span className="text-warn">
      Not restricted. MongoDB employees already have infrastructure access.
    </span>
  )
}

function OtherLive({ grants, org }: { grants: RequestCard['otherLive']; org: string }) {
  const [first, ...rest] = grants
  if (!first) return `None in ${org}`
  const one = ({ id, clusterName, endsAt }: typeof first) => (
    <span key={clusterName}>
      {id ? (
        <Link href={routes.request(id)} className="underline decoration-line underline-offset-3">
          {clusterName}
        </Link>
      ) : (
        clusterName
      )}{' '}
      <span className="text-muted">
        ends <Time at={endsAt} />
      </span>
    </span>
  )
  if (rest.length === 0) return one(first)
  return (
    <details>
      <summary>
        {grants.length} in {org}, next ends <Time at={first.endsAt} />
      </summary>
      <ul className="mt-1 grid gap-0.5">
        {grants.map((grant) => (
          <li key={`${grant.groupName}/${grant.clusterName}`}>{one(grant)}</li>
        ))}
      </ul>
    </details>
  )
}
