import { z } from 'zod'
import { list } from '@/lib/format/words'
import { command, query } from './define'
import { eventName } from './event-name'
import { page, projectId } from './shapes'
import { resource } from './verbs'

const text = z.string().nullish()
const alertConfig = z.looseObject({
  id: z.string(),
  eventTypeName: text,
  enabled: z.boolean().nullish(),
  updated: text,
  severityOverride: text,
  notifications: z.array(z.looseObject({ typeName: text })).nullish(),
})
export type AlertConfig = z.output<typeof alertConfig>

/** What it watches for: `Host down`. */
export const configName = ({ eventTypeName, id }: AlertConfig): string =>
  eventTypeName ? eventName(eventTypeName) : `Configuration ${id}`

const channels = new Map([
  ['DATADOG', 'Datadog'],
  ['EMAIL', 'email'],
  ['GROUP', 'project members'],
  ['MICROSOFT_TEAMS', 'Microsoft Teams'],
  ['OPS_GENIE', 'Opsgenie'],
  ['ORG', 'organization members'],
  ['PAGER_DUTY', 'PagerDuty'],
  ['SLACK', 'Slack'],
  ['SMS', 'text message'],
  ['TEAM', 'a team'],
  ['USER', 'a user'],
  ['VICTOR_OPS', 'VictorOps'],
  ['WEBHOOK', 'webhook'],
])

/** Whom or what it notifies. A channel that Gatehouse doesn't know keeps Atlas's name. */
export const channelsOf = ({ notifications }: AlertConfig): string[] => [
  ...new Set(
    (notifications ?? []).map(
      ({ typeName }) => channels.get(typeName ?? '') ?? typeName ?? 'unknown channel',
    ),
  ),
]

/** Credentials of the services that get the notifications. */
const hiddenFields = [
  'apiToken',
  'datadogApiKey',
  'microsoftTeamsWebhookUrl',
  'notificationToken',
  'opsGenieApiKey',
  'serviceKey',
  'victorOpsApiKey',
  'victorOpsRoutingKey',
  'webhookSecret',
  'webhookUrl',
]

export const listAlertConfigs = query({
  id: 'alertConfigs.list',
  title: 'List alert configurations',
  atlas: { op: 'listGroupAlertConfigs', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject({ groupId: projectId }),
  output: page(alertConfig),
  allPages: true,
  hiddenFields,
})

const input = z
  .strictObject({
    groupId: projectId,
    alertConfigId: z.string().regex(/^[a-f0-9]{24}$/, 'An ID has 24 hexadecimal digits'),
    enabled: z.boolean().meta({ examples: [false] }),
    opened: z.strictObject({ enabled: z.boolean().meta({ examples: [true] }) }),
  })
  .refine((i) => i.enabled !== i.opened.enabled, 'Nothing has changed')
const config = resource({
  of: listAlertConfigs,
  find: ({ results }, { alertConfigId }: { alertConfigId: string }) =>
    results.find(({ id }) => id === alertConfigId),
  gone: 'This alert configuration no longer exists.',
})

export const toggleAlertConfig = command({
  id: 'alertConfigs.toggle',
  title: 'Turn an alert configuration on or off',
  atlas: { op: 'toggleGroupAlertConfig', version: '2023-01-01' },
  roles: ['operator'],
  input,
  output: alertConfig,
  hiddenFields,
  verbs: {
    do: 'Change',
    doing: 'Changing…',
    done: ({ enabled }) => `Alert configuration turned ${enabled ? 'on' : 'off'}`,
  },
  summary: (i) => `Turn ${i.enabled ? 'on' : 'off'} the alert configuration ${i.alertConfigId}`,
  friction: (i, environment) =>
    i.enabled
      ? { level: 'none' }
      : {
          level: environment === 'production' ? 'type' : 'confirm',
          phrase: 'turn off',
          because: 'Atlas opens no alerts for it and notifies nobody.',
        },
  invalidates: ['alertConfigs.list'],
  impact: {
    read: config.read,
    sentences: (answer, i) => {
      const it = config.in(answer, i)
      return it ? [`${configName(it)}, notifies ${list(channelsOf(it)) || 'nobody'}`] : []
    },
  },
  ...config.changes({
    id: 'alertConfigs.toggle',
    input,
    settings: ({ enabled }) => ({ enabled: enabled !== false }),
    changed: 'Someone else has turned it on or off.',
  }),
})
