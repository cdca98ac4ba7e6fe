import type { BehindMachine } from '@/lib/approvals/behind-machine'
import { callIn } from '@/lib/approvals/client-call'
import type { DelegationRow } from '@/lib/approvals/delegation'
import { type Account, keyOf } from '@/lib/approvals/quorum'
import type { DecisionRow, RequestRow } from '@/lib/approvals/rows'
import type { SamePerson } from '@/lib/approvals/same-people'

/** What of a request decides who may vote on it. */
export type Voted = Pick<
  RequestRow,
  | 'id'
  | 'revision'
  | 'requester_iss'
  | 'requester_sub'
  | 'beneficiary_iss'
  | 'beneficiary_sub'
  | 'terms'
  | 'rule'
  | 'max_minutes'
  | 'execute_minutes'
  | 'escalated'
> &
  // Missing for a request that is only supposed.
  Partial<Pick<RequestRow, 'id' | 'revision' | 'call'>>

/** Who may vote on some requests: the delegations, groups at the last sign-in and linked accounts of all people involved. */
export type Electorate = {
  /** The approvals of all these requests, also those that no longer count. */
  votes: readonly DecisionRow[]
  delegations: readonly DelegationRow[]
  /** Of an account, at its last sign-in. Empty for a provider that is no longer configured. */
  groupsOf(account: Account): readonly string[]
  isSame: SamePerson
  /** The delegations of votes, by id, that were withdrawn. */
  withdrawn: ReadonlySet<string>
  /** Who could act as a machine, by its id. */
  machines: ReadonlyMap<string, BehindMachine>
}

/** The id of the machine that sent a request. Null: none did. */
export const machineIdOf = ({ call = null }: Voted): string | null =>
  callIn({ call })?.machine ?? null

export const requesterOf = (r: Voted): Account => ({ iss: r.requester_iss, sub: r.requester_sub })
export const beneficiaryOf = (r: Voted): Account | undefined =>
  r.beneficiary_iss !== null && r.beneficiary_sub !== null
    ? { iss: r.beneficiary_iss, sub: r.beneficiary_sub }
    : undefined

/** Why a person can't decide about a request that they have a part in. */
export const excluded = {
  requester: 'You can’t approve your own request.',
  linked: 'You can’t approve this request: it comes from another account with your e-mail address.',
  beneficiary: 'You can’t approve this request, because it was filed for you.',
  delegate:
    'You can’t approve this request, because the requester delegated their approvals to you.',
  owner: 'You can’t approve this request, because you own or owned the machine that sent it.',
  secret: 'You can’t approve this request, because you saw a secret of the machine that sent it.',
}

/** Why an account can't decide about a request, whatever its roles. Undefined: it is not part of it. */
export function whyExcluded(r: Voted, account: Account, electorate: Electorate) {
  const { isSame, delegations } = electorate
  const requester = requesterOf(r)
  if (keyOf(account) === keyOf(requester)) return 'requester'
  if (isSame(account, requester)) return 'linked'
  const beneficiary = beneficiaryOf(r)
  const machine = machineOf(r, electorate)
  if (beneficiary && isSame(account, beneficiary)) return machine ? 'owner' : 'beneficiary'
  if (machine && [machine.owner, ...machine.former].some((one) => isSame(account, one)))
    return 'owner'
  if (machine?.shown.some((one) => isSame(account, one))) return 'secret'
  const askers = [requester, ...(machine ? [machine.owner] : [])]
  const isDelegate = delegations.some(
    (d) =>
      askers.some((asker) => isSame({ iss: d.from_iss, sub: d.from_sub }, asker)) &&
      isSame({ iss: d.to_iss, sub: d.to_sub }, account),
  )
  return isDelegate ? 'delegate' : undefined
}

/** Whether a vote of an account does not count, because it is the requester's or of someone who could act for them. */
export function isExcluded(r: Voted, account: Account, electorate: Electorate): boolean {
  const machine = machineOf(r, electorate)
  const beneficiary = beneficiaryOf(r)
  const involved = [
    requesterOf(r),
    ...(beneficiary ? [beneficiary] : []),
    ...(machine ? everyone(machine) : []),
  ]
  return involved.some((one) => electorate.isSame(account, one))
}

/** All people behind a machine. */
export const everyone = ({ owner, former, shown }: BehindMachine) => [owner, ...former, ...shown]

const machineOf = (r: Voted, { machines }: Electorate): BehindMachine | undefined =>
  machines.get(machineIdOf(r) ?? '')
