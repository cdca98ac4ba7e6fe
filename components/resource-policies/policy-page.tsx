'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { read } from '@/lib/client/use-op'
import { eventName } from '@/lib/ops/event-name'
import { type AtlasEvent, actorOf, listOrgEvents } from '@/lib/ops/events'
import { getResourcePolicy } from '@/lib/ops/resource-policies'
import { deleteResourcePolicy, updateResourcePolicy } from '@/lib/ops/resource-policy-changes'
import { contentOf } from '@/lib/ops/resource-policy-shapes'
import { routes } from '@/lib/routes'
import { OpList } from '../blocks/op-list'
import { OpPanel } from '../blocks/op-panel'
import { column } from '../data/columns'
import { JsonView } from '../data/json-view'
import { ActionButton } from '../ops/action-button'
import { ConfirmAction } from '../ops/confirm-action'
import { CodeBlock } from '../ui/code'
import { Copyable } from '../ui/copyable'
import { lazyComponent } from '../ui/lazy-component'
import { PageHead } from '../ui/page'
import { Time } from '../ui/time'
import { NonCompliantList } from './non-compliant'

const PolicySheet = lazyComponent(() => import('./policy-sheet').then((m) => m.PolicySheet), {
  soon: true,
})

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
  const [isEditing, setEditing] = useState(false)
  const answer = useQuery(read(getResourcePolicy, place)).data
  const policy = answer?.misfit ? undefined : answer?.data
  return (
    <>
      <PageHead
        back={{ label: 'Resource policies', href: routes.resourcePolicies(orgId) }}
        title={policy?.name ?? 'Resource policy'}
        lead={policy?.description || undefined}
        actions={
          policy && (
            <>
              <ActionButton
                op={updateResourcePolicy}
                scope={{ kind: 'organization', orgId }}
                aria-haspopup="dialog"
                onPress={() => setEditing(true)}
              >
                Edit
              </ActionButton>
              <ConfirmAction
                op={deleteResourcePolicy}
                input={{ ...place, opened: contentOf(policy) }}
                label="Delete"
                variant="danger-plain"
              />
            </>
          )
        }
      />
      <div className="grid grid-cols-1 gap-4">
        <OpPanel
          op={getResourcePolicy}
          input={place}
          title="Policy"
          facts={(now) => [
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
      </div>
      {isEditing && policy && (
        <PolicySheet orgId={orgId} policy={policy} onClose={() => setEditing(false)} />
      )}
    </>
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
      what="events of this policy"
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
