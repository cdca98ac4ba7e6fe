'use client'
import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { read } from '@/lib/client/use-op'
import { byPlan } from '@/lib/format/by-plan'
import { type Inbox, inbox } from '@/lib/ops/inbox'
import type { RequestSummary } from '@/lib/ops/request-shapes'
import { type ApprovalTab, routes } from '@/lib/routes'
import { Age, useAge } from '../../data/age'
import { Panel } from '../../data/panel'
import { Banner } from '../../ui/banner'
import { Button, ButtonLink } from '../../ui/button'
import { Empty } from '../../ui/empty'
import { Card, PageHead } from '../../ui/page'
import { SkeletonRows } from '../../ui/skeleton'
import { Tabs } from '../../ui/tabs'
import { BreakGlassRow } from '../break-glass/break-glass-row'
import { DriftIncident } from '../employee-access/drift-incident'
import { StuckNotice } from '../stuck-notice'
import { Group } from './group'
import { InboxKeys } from './inbox-keys'
import { LiveRow } from './live-row'
import { RequestTable } from './request-table'
import { useInboxKeys } from './use-inbox-keys'
import { Waiting } from './waiting'

/** The approvals page: requests to review, live access, the person's own and closed requests. Refreshed by polling. */
export function InboxPage() {
  const query = useQuery(read(inbox, {}))
  const box = useRef<HTMLDivElement>(null)
  useInboxKeys(box)
  return (
    <div ref={box}>
      <PageHead
        title="Approvals"
        lead="Requests that need a second person, and the access MongoDB employees have now."
        actions={
          !query.data?.data.mayFile && (
            <ButtonLink variant="primary" href={routes.newRequest()}>
              Request access
            </ButtonLink>
          )
        }
      />
      <Panel bare query={query} isEmpty="never" skeletonRows={<SkeletonRows rows={6} />}>
        {(data, asOf) => (
          <>
            <Stale asOf={asOf} isFetching={query.isFetching} again={() => void query.refetch()} />
            <Content data={data} />
          </>
        )}
      </Panel>
      <InboxKeys />
    </div>
  )
}

function Stale({
  asOf,
  isFetching,
  again,
}: {
  asOf: string
  isFetching: boolean
  again: () => void
}) {
  const { isStale } = useAge(asOf)
  if (!isStale) return null
  return (
    <Banner
      tone="warn"
      role="status"
      className="mb-3"
      title={
        <>
          Out of date. <Age asOf={asOf} />
        </>
      }
      actions={
        <Button size="sm" pending={isFetching} onClick={again}>
          <svg aria-hidden className="icon-[refresh-cw]" /> Refresh
        </Button>
      }
    />
  )
}

function Content({ data }: { data: Inbox }) {
  const { drift, live, forMe, mine, settled } = data
  return (
    <div className="grid grid-cols-1 gap-4">
      {data.stuck.map((one) => (
        <StuckNotice key={one.effectId} stuck={one} />
      ))}
      {drift.map((one) => (
        <DriftIncident key={`${one.groupId}/${one.clusterName}`} drift={one} />
      ))}
      <div>
        <Tabs<ApprovalTab>
          label="Requests"
          tabs={[
            {
              id: 'for-me',
              label: 'To review',
              count: byPlan(forMe).length + data.toReview.length,
            },
            { id: 'live', label: 'Live access', count: live.length },
            {
              id: 'mine',
              label: 'Yours',
              count: byPlan(mine.filter((r) => r.state === 'pending')).length,
            },
            { id: 'settled', label: 'Closed' },
          ]}
        >
          {(tab) => (
            <div className="grid grid-cols-1 gap-5 pt-4">
              {tab === 'for-me' && data.toReview.length > 0 && (
                <Group title="Break-glass to review">
                  {data.toReview.map((r) => (
                    <BreakGlassRow key={r.id} request={r} />
                  ))}
                </Group>
              )}
              <TabContent tab={tab} data={data} settled={settled} />
              {tab === 'for-me' && data.awaiting.length > 0 && (
                <Group title="Approved, waiting for their clients">
                  {data.awaiting.map((r) => (
                    <LiveRow key={r.id} request={r} short />
                  ))}
                </Group>
              )}
              {tab !== 'live' && live.length > 0 && (
                <Group title="Live access">
                  {live.map((r) => (
                    <LiveRow key={r.id} request={r} short />
                  ))}
                </Group>
              )}
            </div>
          )}
        </Tabs>
      </div>
    </div>
  )
}

function TabContent({
  tab,
  data: { forMe, toReview, others, plans, live, drift, mine, mayFile, onDuty },
  settled,
}: {
  tab: ApprovalTab
  data: Inbox
  settled: readonly RequestSummary[]
}) {
  switch (tab) {
    case 'for-me':
      return (
        <Waiting
          forMe={forMe}
          others={others}
          plans={plans}
          onDuty={onDuty}
          isEmptyShown={toReview.length === 0}
        />
      )
    case 'live':
      return live.length > 0 ? (
        <Group>
          {live.map((r) => (
            <LiveRow key={r.id} request={r} />
          ))}
        </Group>
      ) : (
        <Card>
          <Empty
            title="No approved access is live"
            hint={
              drift.some(({ observed }) => observed)
                ? 'Access that was not approved here is an incident, above.'
                : 'Approved requests appear here while the access is open.'
            }
          />
        </Card>
      )
    case 'mine':
      return (
        <Card>
          {mine.length > 0 ? (
            <RequestTable name="mine" rows={mine} />
          ) : (
            <Empty
              title="No requests yet"
              hint={mayFile ?? 'Your requests and their outcomes appear here.'}
            />
          )}
        </Card>
      )
    case 'settled':
      return (
        <Card>
          {settled.length > 0 ? (
            <RequestTable name="settled" rows={settled} />
          ) : (
            <Empty title="No closed requests" hint="Decided and expired requests appear here." />
          )}
        </Card>
      )
  }
}
