'use client'
import { eventName } from '@/lib/ops/event-name'
import { type AtlasEvent, actorOf, listOrgEvents } from '@/lib/ops/events'
import { getResourcePolicy } from '@/lib/ops/resource-policies'
import { contentOf } from '@/lib/ops/resource-policy-shapes'
import { routes } from '@/lib/routes'
import { OpList } from '../blocks/op-list'
import { OpPage } from '../blocks/op-page'
import { OpPanel } from '../blocks/op-panel'
import { RowActions } from '../blocks/row-actions'
import { column } from '../data/columns'
import { JsonView } from '../data/json-view'
import { CodeBlock } from '../ui/code'
import { Copyable } from '../ui/copyable'
import { Time } from '../ui/time'
import { NonCompliantList } from './non-compliant'
import { policyActions } from './policy-actions'

type Place = { orgId: string; resourcePolicyId: string }

const by = (date: string | null | undefined, name: string | null | undefined) => (
  <>
    {date ? <Time at={date} /> : '–'}
    {name && ` by ${name}`}
  </>
)

/** One resource policy: its Cedar texts, what breaks it, and its history. */
export function ResourcePolicyPage(place: Place) {
  const { orgId } = place
  return (
    <OpPage
      op={getResourcePolicy}
      input={place}
      what="Resource policy"
      back={{ label: 'Resource policies', href: routes.resourcePolicies(orgId) }}
      title={({ name }) => name}
      actions={(policy) =>
        policy && (
          <RowActions actions={policyActions} row={policy} place={place} name={policy.name} />
        )
      }
    >
      {() => (
        <>
          <OpPanel
            op={getResourcePolicy}
            input={place}
            title="Policy"
            facts={(now) => [
              ['Description', now.description || '–'],
              ['Created', by(now.createdDate, now.createdByUser?.name)],
              ['Changed', by(now.lastUpdatedDate, now.lastUpdatedByUser?.name)],
              ['Version', now.version ?? '–'],
              ['ID', <Copyable key="id" value={now.id} what="policy ID" />],
            ]}
          >
            {(now) => (
              <>
                {contentOf(now).policies.map(({ body, id }, i, all) => (
                  <section key={String(id ?? i)} className="grid min-w-0 grid-cols-1 gap-1.5">
                    <h3 className="font-medium text-sm">
                      {all.length > 1 ? `Cedar policy ${i + 1}` : 'Cedar policy'}
                    </h3>
                    <CodeBlock code={body} label={`Cedar policy ${i + 1}`} />
                  </section>
                ))}
                <JsonView value={now} label="Raw Atlas response" />
              </>
            )}
          </OpPanel>
          <NonCompliantList {...place} />
          <History {...place} />
        </>
      )}
    </OpPage>
  )
}

const c = column<AtlasEvent>()
const columns = [
  c.time('created', 'Time'),
  c.text(['event', (e) => eventName(e.eventTypeName)], 'Event'),
  c.text(['actor', actorOf], 'Actor'),
  c.copyable(['address', (e) => e.remoteAddress ?? null], 'Address'),
]
const changes = ['CREATED', 'MODIFIED', 'DELETED', 'VIOLATED'].map(
  (one) => `RESOURCE_POLICY_${one}`,
)

function History({ orgId, resourcePolicyId }: Place) {
  return (
    <OpList
      op={listOrgEvents}
      input={{ orgId, eventType: changes }}
      title="History"
      what="events"
      columns={columns}
      rows={({ results }) => results.filter((e) => e.resourcePolicyId === resourcePolicyId)}
      rowId={(e) => e.id}
      rowName={(e) => eventName(e.eventTypeName)}
      empty={{
        title: 'No recent events',
        hint: 'None of the latest 100 resource policy events are about this policy.',
      }}
    />
  )
}
