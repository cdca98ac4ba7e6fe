'use client'
import { count } from '@/lib/format/words'
import {
  assignApiKey,
  changeApiKeyRoles,
  listApiKeys,
  removeApiKey,
  rolesIn,
} from '@/lib/ops/api-keys'
import { roleInWords } from '@/lib/ops/atlas-roles'
import { FormButton } from '../blocks/form-button'
import { FormSheet } from '../blocks/form-sheet'
import { OpList } from '../blocks/op-list'
import { rowActions } from '../blocks/row-actions'
import { column } from '../data/columns'
import { lazyComponent } from '../ui/lazy-component'
import { createdAt } from './age'
import { marksColumn } from './marks'
import { type MarkedKey, useMarkedKeys } from './use-key-marks'

const AssignSheet = lazyComponent(() => import('./assign-sheet').then((m) => m.AssignSheet), {
  soon: true,
})

type Place = { groupId: string }
type Row = MarkedKey & Place

const here = (key: Row) => rolesIn(key, key.groupId)
const elsewhere = ({ roles, groupId }: Row) => {
  const projects = new Set((roles ?? []).flatMap((role) => role.groupId ?? []))
  projects.delete(groupId)
  const org = (roles ?? []).flatMap((r) => (r.orgId && !r.groupId && r.roleName ? r.roleName : []))
  return [
    ...org.map(roleInWords),
    ...(projects.size ? [count(projects.size, 'other project')] : []),
  ]
}

const c = column<Row>()
const columns = [
  c.text(['desc', (key) => key.desc ?? null], 'Description', { width: '24%' }),
  c.copyable(['publicKey', (key) => key.publicKey ?? null], 'Public key'),
  c.list('here', (key) => here(key).map(roleInWords), 'Roles in this project'),
  c.list('elsewhere', elsewhere, 'Roles elsewhere'),
  c.time(['lastEvent', (key) => key.lastEvent ?? null], 'Last event here', { optional: true }),
  c.time(['created', (key) => createdAt(key.id) ?? null], 'Created', { optional: true }),
  marksColumn<Row>(),
  c.copyable('id', 'ID', { optional: true }),
]

const on = rowActions<Row, Place>()
const actions = [
  on.form(changeApiKeyRoles, {
    label: 'Edit roles',
    whyNot: ({ whyOwn }) => whyOwn,
    show: (key, { groupId }, close) => (
      <FormSheet
        op={changeApiKeyRoles}
        title={`Roles of ${key.desc || key.publicKey || key.id}`}
        description="This replaces its roles in this project. Its roles elsewhere stay."
        start={{ groupId, apiUserId: key.id, roles: here(key), opened: here(key) }}
        onClose={close}
      />
    ),
  }),
  on.confirm(removeApiKey, {
    whyNot: ({ whyOwn }) => whyOwn,
    input: (key, { groupId }) => ({ groupId, apiUserId: key.id }),
  }),
]

/** The API keys of a project. */
export function ProjectKeys({ groupId }: Place) {
  const marked = useMarkedKeys({ groupId })
  return (
    <OpList
      op={listApiKeys}
      input={{ groupId }}
      what="API keys"
      columns={columns}
      rows={(data) => data.results.map((key) => ({ ...marked(key), groupId }))}
      rowId={(key) => key.id}
      rowName={(key) => key.desc || key.publicKey || key.id}
      actions={actions}
      bulk={[removeApiKey]}
      buttons={
        <FormButton
          op={assignApiKey}
          place={{ groupId }}
          variant="primary"
          form={(close) => <AssignSheet groupId={groupId} onClose={close} />}
        />
      }
      empty={{
        icon: <svg aria-hidden className="icon-[key-round]" />,
        hint: 'Assign a key of the organization to give a program access.',
      }}
    />
  )
}
