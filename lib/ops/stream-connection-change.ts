import { z } from 'zod'
import { sameJson } from '@/lib/format/same'
import { count } from '@/lib/format/words'
import { callIfFits, command } from './define'
import { oneUp } from './friction'
import { checkFields } from './private-endpoint-shapes'
import { connectionSecrets, type FieldName, isSecret } from './stream-connection-fields'
import {
  asSent,
  fieldsOf,
  isNetwork,
  partOf,
  type Settings,
  schemaOf,
  settingsIn,
} from './stream-connection-settings'
import {
  concurrencyKey,
  connection,
  invalidates,
  optional,
  otherScopes,
  place,
  processorsOf,
  read,
  target,
  type,
  usersIn,
} from './stream-connections'
import { hiddenFields } from './stream-shapes'

type Change = Settings & { opened: Settings }

/** The fields of a connection that Atlas can change. */
export const changeable = (given: Settings): FieldName[] =>
  fieldsOf(given).filter((name) => !isNetwork(name))

/** What Atlas shows of a connection. */
const visible = (given: Settings = {}): Record<string, unknown> =>
  asSent(
    given,
    changeable(given).filter((name) => !isSecret(name)),
  )

/** The parts that Atlas shows and that a change sends. */
const visibleChanges = ({ opened, ...given }: Change): string[] => {
  const [was, now] = [visible(opened), visible(given)]
  return [...new Set([...Object.keys(was), ...Object.keys(now)])].filter(
    (part) => !sameJson(was[part], now[part]),
  )
}

const secretsIn = (given: Settings) =>
  changeable(given).filter((name) => isSecret(name) && given[name] !== undefined)

/** The parts that a change sends. Atlas keeps the others. */
function sentParts(i: Change): Set<string> {
  const parts = new Set([...visibleChanges(i), ...secretsIn(i).map(partOf)])
  // Atlas wants a schema registry as a whole.
  return i.type === 'SchemaRegistry' && parts.size > 0
    ? new Set([...Object.keys(visible(i)), ...parts])
    : parts
}

const changed = z
  .strictObject({ ...place, type, ...optional, opened: z.record(z.string(), z.unknown()) })
  .superRefine(
    (
      { groupId: _, tenantName: __, connectionName: ___, opened, type: kind, ...given },
      { addIssue },
    ) => {
      const i = { ...given, type: kind, opened }
      const parts = sentParts(i)
      const isSent = (name: FieldName) =>
        !isSecret(name) || parts.has(partOf(name)) || i[name] !== undefined
      checkFields(schemaOf(changeable(i).filter(isSent)), given, addIssue)
      // What the form started from is recorded, and Atlas never shows a secret.
      if (Object.keys(opened).some(isSecret))
        addIssue({
          code: 'custom',
          path: ['opened'],
          message: 'The earlier settings can’t contain a secret',
          input: undefined,
        })
      if (opened.type !== kind)
        addIssue({
          code: 'custom',
          path: ['type'],
          message: 'The type of a connection can’t be changed',
          input: kind,
        })
      if (parts.size === 0)
        addIssue({ code: 'custom', path: ['form'], message: 'Nothing has changed', input: i })
    },
  )

export const changeConnection = command({
  id: 'streams.changeConnection',
  title: 'Change a stream connection',
  atlas: { op: 'updateGroupStreamConnection', version: '2023-02-01' },
  roles: ['operator'],
  input: changed,
  output: connection,
  hiddenFields,
  secrets: [...connectionSecrets],
  body: (i) => {
    const sent = asSent(i, changeable(i))
    // A part without a value would stay as it is.
    const emptied = { config: {}, clusterGroupId: i.groupId, ...sent }
    return Object.fromEntries(
      Object.entries(emptied).filter(([part]) => part === 'type' || sentParts(i).has(part)),
    )
  },
  otherScopes,
  verbs: {
    do: 'Save changes',
    doing: 'Saving…',
    done: (i) => `Connection ${i.connectionName} changed`,
  },
  summary: (i) =>
    `Change the connection ${i.connectionName} of the stream workspace ${i.tenantName}`,
  target,
  friction: (i, environment) =>
    oneUp(
      {
        level: 'confirm',
        because: 'Processors read from it and write to it with the new settings.',
      },
      environment,
      i.connectionName,
    ),
  invalidates,
  concurrencyKey,
  impact: {
    read: processorsOf,
    sentences: (answer, i) => {
      const { users, words } = usersIn(answer, i.connectionName)
      return [
        users.length > 0
          ? `${count(users.length, 'processor')} of this workspace ${users.length === 1 ? 'uses' : 'use'} it: ${words}`
          : 'No processor uses it',
      ]
    },
  },
  opened: { read, now: (answer) => settingsIn(answer) ?? {} },
  precondition: {
    read,
    whyNot: (answer, i) => {
      if (answer === undefined) return 'This connection no longer exists.'
      if (connection.safeParse(answer).data?.state === 'DELETING')
        return 'Atlas is deleting this connection.'
      return sameJson(visible(settingsIn(answer)), visible(i.opened))
        ? undefined
        : 'Someone else changed this connection.'
    },
  },
  readBack: {
    read,
    // No answer shows a new password.
    acceptedIsDone: true,
    verdict: (answer, i) => {
      const now = visible(settingsIn(answer))
      if (visibleChanges(i).length === 0) return 'other'
      if (sameJson(now, visible(i))) return 'done'
      return sameJson(now, visible(i.opened)) ? 'absent' : 'other'
    },
  },
  undo: ({ opened, ...i }) => {
    const { groupId, tenantName, connectionName } = i
    const settings = Object.fromEntries(
      ['type', ...changeable(opened)].flatMap((name) =>
        opened[name] === undefined ? [] : [[name, opened[name]]],
      ),
    )
    const now = Object.fromEntries(
      ['type', ...changeable(i).filter((name) => !isSecret(name))].map((name) => [
        name,
        (i as Settings)[name],
      ]),
    )
    return secretsIn(i).length > 0
      ? undefined
      : callIfFits('streams.changeConnection', changed, {
          groupId,
          tenantName,
          connectionName,
          ...settings,
          opened: now,
        })
  },
})
