'use client'
import { KeyRound } from 'lucide-react'
import { count, list } from '@/lib/format/words'
import type { ApiKey } from '@/lib/ops/api-keys'
import { roleInWords } from '@/lib/ops/atlas-roles'
import { createOrgApiKey, deleteOrgApiKey, listOrgApiKeys } from '@/lib/ops/org-api-keys'
import { FormButton } from '../blocks/form-button'
import { OpList } from '../blocks/op-list'
import { rowActions } from '../blocks/row-actions'
import { column } from '../data/columns'
import { lazyComponent } from '../ui/lazy-component'
import { createdAt } from './age'

const CreateKey = lazyComponent(() => import('./create-key').then((m) => m.CreateKey), {
  soon: true,
})

type Place = { orgId: string }

const inOrg = ({ roles }: ApiKey) =>
  (roles ?? []).flatMap((r) => (r.orgId && !r.groupId && r.roleName ? r.roleName : []))
const projectsOf = ({ roles }: ApiKey) =>
  new Set((roles ?? []).flatMap((role) => role.groupId ?? [])).size

const c = column<ApiKey>()
const columns = [
  c.text(['desc', (key) => key.desc ?? null], 'Description', { width: '26%' }),
  c.copyable(['publicKey', (key) => key.publicKey ?? null], 'Public key'),
  c.text(
    ['roles', (key) => list(inOrg(key).map(roleInWords)) || null],
    'Roles in the organization',
  ),
  c.text(['projects', (key) => count(projectsOf(key), 'project')], 'Used in', {
    order: projectsOf,
  }),
  c.time(['created', (key) => createdAt(key.id) ?? null], 'Created'),
  c.copyable('id', 'ID', { optional: true }),
]

const on = rowActions<ApiKey, Place>()
const actions = [
  on.confirm(deleteOrgApiKey, { input: (key, { orgId }) => ({ orgId, apiUserId: key.id }) }),
]

/** The API keys of an organization. */
export const OrgKeys = ({ orgId }: Place) => (
  <OpList
    op={listOrgApiKeys}
    input={{ orgId }}
    title="API keys"
    what="API keys"
    columns={columns}
    rowId={(key) => key.id}
    rowName={(key) => key.desc || key.publicKey || key.id}
    actions={actions}
    bulk={[deleteOrgApiKey]}
    buttons={
      <FormButton
        op={createOrgApiKey}
        place={{ orgId }}
        variant="primary"
        form={(close) => <CreateKey orgId={orgId} onClose={close} />}
      />
    }
    empty={{ icon: <KeyRound />, hint: 'Programs use API keys to call the Atlas Admin API.' }}
  />
)
