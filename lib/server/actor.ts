import { createHash } from 'node:crypto'
import type { By } from '@/lib/approvals/ballot'
import type { Decision } from './decide'
import type { Person } from './person'

/** A person or machine as the audit log records them, with the role and binding that allowed what they do. */
export const byOf = (
  person: Person,
  decision?: Pick<Decision, 'roles' | 'role' | 'binding'>,
): By => ({
  kind: person.kind,
  iss: person.iss,
  sub: person.sub,
  display: person.name,
  ...(decision ? { roles: decision.roles, role: decision.role, binding: decision.binding } : {}),
  groups_hash: createHash('sha256')
    .update([...person.groups].sort().join('\n'))
    .digest('hex'),
  ...(person.machine ? { client_id: person.machine.clientId, owner: person.machine.owner } : {}),
  ...(person.authTime ? { auth_time: Math.floor(person.authTime.getTime() / 1000) } : {}),
  ...(person.acr ? { acr: person.acr } : {}),
  ...(person.ip ? { ip: person.ip } : {}),
  ...(person.userAgent ? { ua: person.userAgent } : {}),
})
