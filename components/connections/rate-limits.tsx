'use client'
import type { z } from 'zod'
import { useAddress } from '@/lib/client/use-address'
import { count } from '@/lib/format/words'
import { listRateLimits } from '@/lib/ops/connections'
import { OpList } from '../blocks/op-list'
import { column } from '../data/columns'
import { Pick } from '../form/pick'

type Limit = z.output<typeof listRateLimits.output>['results'][number]

const scopes: Record<string, string> = {
  IP: 'Each address',
  USER: 'Each credential',
  GROUP: 'Each project',
  ORGANIZATION: 'Each organization',
}

const refillOf = ({ refillRate, refillDurationSeconds }: Limit) =>
  refillRate?.value == null || refillDurationSeconds?.value == null
    ? null
    : `${refillRate.value.toLocaleString('en')} every ${count(refillDurationSeconds.value, 'second')}`
/** The value before Atlas changed it for this organization. */
const raisedFrom = ({ capacity }: Limit) =>
  capacity?.defaultValue != null && capacity.defaultValue !== capacity.value
    ? capacity.defaultValue
    : null

const c = column<Limit>()
const columns = [
  c.text(['name', ({ endpointSetName }) => endpointSetName ?? null], 'Endpoints', { width: '28%' }),
  c.text(['scope', ({ scope }) => (scope ? (scopes[scope] ?? scope) : null)], 'Counted for', {
    choices: true,
  }),
  c.number(['capacity', ({ capacity }) => capacity?.value ?? null], 'Calls at once'),
  c.number(['default', raisedFrom], 'Default, if changed'),
  c.text(['refill', refillOf], 'Refill'),
  c.number(['paths', ({ endpoints }) => endpoints?.length ?? null], 'Paths', { optional: true }),
  c.copyable(['id', ({ endpointSetId }) => endpointSetId ?? null], 'ID', { optional: true }),
]

/** The limits that Atlas sets for an organization. */
export function RateLimits({ orgs }: { orgs: ReadonlyArray<{ orgId: string; name: string }> }) {
  const address = useAddress()
  const chosen = address.get('organization')
  const org = orgs.find(({ orgId }) => orgId === chosen) ?? orgs[0]
  if (!org) return null
  return (
    <OpList
      op={listRateLimits}
      input={{ orgId: org.orgId }}
      title="Limits that Atlas sets"
      what="limits"
      columns={columns}
      rowName={({ endpointSetName }) => endpointSetName ?? 'unnamed'}
      rowId={({ endpointSetId, endpointSetName }) => endpointSetId ?? endpointSetName ?? ''}
      buttons={
        <Pick
          label="Organization"
          value={org.orgId}
          choices={orgs.map(({ orgId, name }) => [orgId, name])}
          onChange={(orgId) => address.set({ organization: orgId })}
        />
      }
      empty={{ icon: <svg aria-hidden className="icon-[gauge]" />, hint: 'Atlas lists no limits.' }}
    />
  )
}
