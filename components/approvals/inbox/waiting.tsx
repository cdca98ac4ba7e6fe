'use client'
import { useAddress } from '@/lib/client/use-address'
import { byPlan } from '@/lib/format/by-plan'
import { list } from '@/lib/format/words'
import type { Inbox } from '@/lib/ops/inbox'
import type { RequestSummary } from '@/lib/ops/request-shapes'
import { Button } from '../../ui/button'
import { Empty } from '../../ui/empty'
import { Input } from '../../ui/input'
import { Card } from '../../ui/page'
import { Group } from './group'
import { PlanRow } from './plan-row'

const matches = (r: RequestSummary, text: string) => {
  const all =
    `${r.summary} ${r.groupName} ${r.orgName} ${r.requester.name} ${r.client?.owner ?? ''} ${r.reason} ${r.ticket ?? ''}`.toLowerCase()
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word))
}

/** The requests that wait: for this person, then for others. */
export function Waiting({
  forMe,
  others,
  plans,
  onDuty,
  isEmptyShown,
}: Pick<Inbox, 'forMe' | 'others' | 'plans' | 'onDuty'> & { isEmptyShown: boolean }) {
  const { get, set } = useAddress()
  const text = get('q') ?? ''
  const setText = (q: string) => set({ q }, { afterMs: 200 })
  const [forMeShown, othersShown] = [forMe, others].map((all) =>
    all.filter((r) => matches(r, text)),
  )
  const isAny = forMe.length + others.length > 0
  return (
    <>
      {isAny && (
        <div className="relative sm:max-w-72">
          <svg
            aria-hidden
            className="icon-[search] pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-faint"
          />
          <Input
            type="search"
            data-inbox-search
            aria-label="Search open requests"
            placeholder="Search open requests"
            className="pl-8"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </div>
      )}
      {forMeShown?.length ? (
        <Group title="Waiting for your review">
          <Rows requests={forMeShown} total={(plan) => (text ? undefined : plans[plan]?.forMe)} />
        </Group>
      ) : forMe.length > 0 ? (
        <Card>
          <Empty
            title="No matches"
            hint={`No request matches “${text}”.`}
            action={<Button onClick={() => setText('')}>Clear search</Button>}
          />
        </Card>
      ) : (
        isEmptyShown && (
          <Card>
            <Empty
              title="Nothing to review"
              hint={
                onDuty.length > 0
                  ? `New requests appear here. Approvers: ${list(onDuty)}.`
                  : 'No group has the approver role.'
              }
            />
          </Card>
        )
      )}
      {othersShown && othersShown.length > 0 && (
        <Group title="Waiting for someone else">
          <Rows requests={othersShown} total={(plan) => (text ? undefined : plans[plan]?.others)} />
        </Group>
      )}
    </>
  )
}

const Rows = ({
  requests,
  total,
}: {
  requests: readonly RequestSummary[]
  total: (plan: string) => number | undefined
}) =>
  byPlan(requests).map((all) => (
    <PlanRow key={all[0].id} requests={all} total={total(all[0].plan ?? '')} />
  ))
