'use client'
import { count } from '@/lib/format/words'
import type { ApiKey } from '@/lib/ops/api-keys'
import { roleInWords } from '@/lib/ops/atlas-roles'
import {
  createOrgApiKey,
  deleteOrgApiKey,
  listOrgApiKeys,
  rolesInOrg,
} from '@/lib/ops/org-api-keys'
import { routes } from '@/lib/routes'
import { FormButton } from '../blocks/form-button'
import { OpList } from '../blocks/op-list'
import { rowActions } from '../blocks/row-actions'
import { column } from '../data/columns'
import { lazyComponent } from '../ui/lazy-component'
import { createdAt } from './age'
import { marksColumn } from './marks'
import { type MarkedKey, useMarkedKeys } from './use-key-marks'

const CreateKey = lazyComponent(() => import('./create-key').then((m) => m.CreateKey), {
  soon: true,
})

type Place = { orgId: string }

const projectsOf = ({ roles }: ApiKey) =>
  new Set((roles ?? []).flatMap((role) => role.groupId ?? [])).size

const c = column<MarkedKey>()
const columns = [
  c.text(['desc', (key) => key.desc ?? null], 'Description', { width: '22%' }),
  c.copyable(['publicKey', (key) => key.publicKey ?? null], 'Public key'),
  c.list('roles', (key) => rolesInOrg(key).map(roleInWords), 'Roles'),
  c.text(['projects', (key) => count(projectsOf(key), 'project')], 'Used in', {
    order: projectsOf,
  }),
  c.time(['lastEvent', (key) => key.lastEvent ?? null], 'Last event'),
  c.time(['created', (key) => createdAt(key.id) ?? null], 'Created'),
  marksColumn<MarkedKey>(),
  c.copyable('id', 'ID', { optional: true }),
]

const on = rowActions<MarkedKey, Place>()
const actions = [
  on.confirm(deleteOrgApiKey, {
    whyNot: ({ whyOwn }) => whyOwn,
    input: (key, { orgId }) => ({ orgId, apiUserId: key.id }),
  }),
]

/** The API keys of an organization. */
export function OrgKeys({ orgId }: Place) {
  const marked = useMarkedKeys({ orgId })
  return (
    <OpList
      op={listOrgApiKeys}
      input={{ orgId }}
      what="API keys"
      columns={columns}
      rows={(data) => data.results.map(marked)}
      rowId={(key) => key.id}
      rowName={(key) => key.desc || key.publicKey || key.id}
      href={(key) => routes.orgApiKey(orgId, key.id)}
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
      empty={{
        icon: <svg aria-hidden className="icon-[key-round]" />,
        hint: 'Programs use API keys to call the Atlas Admin API.',
      }}
    />
  )
}
