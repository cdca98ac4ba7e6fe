import { roleInWords } from '@/lib/ops/atlas-roles'
import { column } from '../data/columns'
import { secretStyles } from './account-words'
import { marksColumn } from './marks'
import type { MarkedAccount } from './use-account-rows'

/** The columns of a list of service accounts. `roles` says where the roles apply. */
export function accountColumns<R extends MarkedAccount>(roles: string) {
  const c = column<R>()
  return [
    c.custom(
      ['name', (one) => `${one.name ?? ''} ${one.description ?? ''}`.trim() || one.clientId],
      'Name',
      ({ name, description, clientId }) => (
        <span className="block min-w-0">
          <span className="block break-words font-medium">{name || clientId}</span>
          {description && (
            <span className="block break-words text-muted text-xs">{description}</span>
          )}
        </span>
      ),
      { width: '24%' },
    ),
    c.list('roles', (one) => (one.roles ?? []).map(roleInWords), roles),
    c.state(['state', (one) => one.state], 'Secret', secretStyles),
    c.time(['expires', (one) => one.expiresAt ?? null], 'Expires'),
    c.time(['used', (one) => one.lastUsedAt ?? null], 'Last used', { absent: 'Never' }),
    marksColumn<R>(),
    c.copyable(['clientId', (one) => one.clientId], 'Client ID', { optional: true }),
    c.time(['created', (one) => one.createdAt ?? null], 'Created', { optional: true }),
  ]
}
