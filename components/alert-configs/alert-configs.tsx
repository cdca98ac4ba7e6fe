'use client'
import { list, upperFirst } from '@/lib/format/words'
import {
  type AlertConfig,
  channelsOf,
  configName,
  listAlertConfigs,
  toggleAlertConfig,
} from '@/lib/ops/alert-configs'
import { OpList } from '../blocks/op-list'
import { rowActions } from '../blocks/row-actions'
import { column } from '../data/columns'

type Place = { groupId: string }

const isOn = ({ enabled }: AlertConfig) => enabled !== false

const c = column<AlertConfig>()
const columns = [
  c.text(['name', configName], 'Alert', { width: '34%' }),
  c.badge(['enabled', (one) => (isOn(one) ? 'On' : 'Off')], 'State', (word) => ({
    word: String(word),
    tone: word === 'On' ? 'good' : 'neutral',
  })),
  c.text(['channels', (one) => upperFirst(list(channelsOf(one))) || null], 'Notifies'),
  c.time(['updated', ({ updated }) => updated ?? null], 'Updated'),
  c.copyable('id', 'ID', { optional: true }),
]

const on = rowActions<AlertConfig, Place>()
const turn = (enabled: boolean) =>
  on.confirm(toggleAlertConfig, {
    label: enabled ? 'Turn on' : 'Turn off',
    confirm: enabled ? 'Turn on' : 'Turn off',
    isFor: (one) => isOn(one) !== enabled,
    tone: enabled ? 'primary' : 'danger',
    input: ({ id }, { groupId }) => ({
      groupId,
      alertConfigId: id,
      enabled,
      opened: { enabled: !enabled },
    }),
  })
const actions = [turn(false), turn(true)]

/** What Atlas watches in a project, and whom it notifies. */
export const AlertConfigs = ({ groupId }: Place) => (
  <OpList
    op={listAlertConfigs}
    input={{ groupId }}
    what="alert configurations"
    columns={columns}
    rowId={({ id }) => id}
    rowName={configName}
    actions={actions}
    bulk={[toggleAlertConfig]}
    empty={{ hint: 'Create one in Atlas to be notified of problems.' }}
  />
)
