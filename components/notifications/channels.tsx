'use client'
import {
  type ChannelView,
  enableChannel,
  listChannels,
  replayAll,
  testChannel,
} from '@/lib/ops/notifications'
import { OpList } from '../blocks/op-list'
import { rowActions } from '../blocks/row-actions'
import { column } from '../data/columns'
import { Badge } from '../ui/badge'

const stateOf = ({ off, problem }: ChannelView) => (off ? 'Off' : problem ? 'Failing' : 'Working')

const c = column<ChannelView>()
const columns = [
  c.text('id', 'Channel', { width: '18%' }),
  c.text('target', 'Address', { width: '20%' }),
  c.custom(['state', stateOf], 'State', (row) => {
    const state = stateOf(row)
    return (
      <span className="inline-flex flex-wrap items-center gap-x-2">
        <Badge tone={state === 'Working' ? 'good' : state === 'Off' ? 'bad' : 'warn'}>
          {state}
        </Badge>
        {(row.off ?? row.problem) && (
          <span className="text-muted text-xs">{row.off ?? row.problem}</span>
        )}
      </span>
    )
  }),
  c.number('waiting', 'Waiting'),
  c.number('dead', 'Failed'),
  c.time('deliveredAt', 'Last delivered'),
]

const on = rowActions<ChannelView, Record<string, never>>()
const input = ({ id }: ChannelView) => ({ channel: id })
const actions = [
  on.confirm(testChannel, {
    input,
    tone: 'primary',
    label: 'Test',
    whyNot: ({ off }) => (off ? 'The channel is off. Turn it on first.' : null),
    about: ({ kind }) =>
      kind === 'email' ? 'The mail goes to your own address.' : 'It says that it is a test.',
  }),
  on.confirm(enableChannel, {
    input,
    tone: 'primary',
    label: 'Turn on',
    isFor: ({ off }) => off !== null,
  }),
  on.confirm(replayAll, {
    input,
    tone: 'primary',
    label: 'Resend failed',
    isFor: ({ dead }) => dead > 0,
    whyNot: ({ off }) => (off ? 'The channel is off. Turn it on first.' : null),
  }),
]

/** The channels of gatehouse.yaml. */
export const Channels = () => (
  <OpList
    op={listChannels}
    input={{}}
    title="Channels"
    what="channels"
    columns={columns}
    rowName={({ id }) => id}
    actions={actions}
    empty={{
      icon: <svg aria-hidden className="icon-[send]" />,
      hint: 'Add webhooks, e-mail or Slack under notifications in gatehouse.yaml.',
    }}
  />
)
