import { z } from 'zod'

/** What a person may be in a scope; the table is docs/configuration.md. Every role includes viewer in its scope. */
export const roles = [
  'viewer',
  'requester',
  'operator',
  'approver',
  'auditor',
  'admin',
  'break-glass',
] as const
export const role = z.enum(roles)
export type Role = z.output<typeof role>

const plural: Record<Role, string> = {
  viewer: 'Viewers',
  requester: 'Requesters',
  operator: 'Operators',
  approver: 'Approvers',
  auditor: 'Auditors',
  admin: 'Admins',
  'break-glass': 'Break-glass holders',
}

/** 'Operators and approvers' for a list of roles; plural, capitalized. */
export function peopleOf(needs: readonly Role[]): string {
  const [first = 'Nobody', ...rest] = needs.map((r, i) => (i ? plural[r].toLowerCase() : plural[r]))
  const last = rest.pop()
  return last ? `${[first, ...rest].join(', ')} and ${last}` : first
}
