import { MACHINES } from '@/lib/approvals/people-only'
import type { Account } from '@/lib/approvals/quorum'
import { bindingsOf } from '../bindings'
import { clientAddress } from '../client-address'
import type { Person } from '../person'
import { groupOf } from './name'

export type MachineRow = {
  id: string
  client_id: string
  name: string
  purpose: string
  owner_iss: string
  owner_sub: string
  owner_name: string
  ends_at: Date
  carry_out: 'permit' | 'send'
  calls_per_minute: number
  gated_per_hour: number
  deletions_per_day: number
  uses_digest: boolean
  created_at: Date
  revoked_at: Date | null
}

/** A credential of a program. */
export type Machine = {
  id: string
  clientId: string
  name: string
  owner: Account & { name: string }
  purpose: string
  endsAt: Date
  /** After an approval: the machine repeats its call, or Gatehouse sends it. */
  carryOut: 'permit' | 'send'
  budgets: { callsPerMinute: number; gatedPerHour: number; deletionsPerDay: number }
}

export const toMachine = (row: MachineRow): Machine => ({
  id: row.id,
  clientId: row.client_id,
  name: row.name,
  owner: { iss: row.owner_iss, sub: row.owner_sub, name: row.owner_name },
  purpose: row.purpose,
  endsAt: row.ends_at,
  carryOut: row.carry_out,
  budgets: {
    callsPerMinute: row.calls_per_minute,
    gatedPerHour: row.gated_per_hour,
    deletionsPerDay: row.deletions_per_day,
  },
})

/** The machine as whoever runs an operation, in a request with these headers. */
export const personOfMachine = (
  { name, clientId, owner }: Machine,
  headers: Pick<Headers, 'get'>,
): Person => ({
  kind: 'machine',
  iss: MACHINES,
  sub: name,
  name,
  groups: [groupOf(name)],
  sessionId: '',
  authTime: null,
  machine: { clientId, owner: { iss: owner.iss, sub: owner.sub } },
  ip: clientAddress(headers),
  userAgent: headers.get('user-agent')?.slice(0, 400) ?? undefined,
  bindings: bindingsOf([groupOf(name)]),
})
