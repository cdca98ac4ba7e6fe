import { stringify } from 'yaml'
import { projectIdOf } from './atlas/world/projects'
import { acr } from './idp/clients'

/** Where the sandbox's mailbox, its receiver of webhooks and its Slack listen. */
export type InboxPlaces = { hookUrl: string; smtp: string; slackUrl: string }

const notifications = ({ hookUrl, smtp, slackUrl }: InboxPlaces) => ({
  webhooks: [{ name: 'sandbox', url: hookUrl, secretsFrom: ['SANDBOX_HOOK_SECRET'] }],
  email: { server: smtp, from: 'gatehouse@example.com' },
  slack: {
    appTokenFrom: 'SANDBOX_SLACK_APP_TOKEN',
    botTokenFrom: 'SANDBOX_SLACK_BOT_TOKEN',
    apiUrl: slackUrl,
    channels: [{ name: 'approvals', id: 'C0GATEHOUSE' }],
  },
  // The receiver is on this machine.
  allowAddresses: ['127.0.0.1'],
})

/** The machines of the demo, and their bindings. */
export const demoMachines = [
  {
    name: 'terraform-payments',
    purpose: 'Applies the Terraform of the payments team to payments-prod.',
    role: 'operator',
    project: projectIdOf('payments-prod'),
  },
  {
    name: 'ci-reader',
    purpose: 'Reads the clusters of search-platform in its build pipeline.',
    role: 'viewer',
    project: projectIdOf('search-platform'),
  },
] as const

/** The gatehouse.yaml of a console on the sandbox: every role bound at the personas' groups, short grants allowed. */
export function sandboxConfiguration({
  atlasOrigin,
  issuer,
  inbox,
  requestsPerMinute = 6_000,
  bucket,
  hasMachines = false,
}: {
  atlasOrigin: string
  issuer: string
  /** Without it, nobody is notified. */
  inbox?: InboxPlaces | undefined
  requestsPerMinute?: number | undefined
  /** The address of the bucket for checkpoints of the audit log. */
  bucket?: string | undefined
  /** Binds roles to the machines of the demo. */
  hasMachines?: boolean
}): string {
  const bind = (group: string, role: string) => ({
    group: `gatehouse-${group}`,
    role,
    scope: { all: true },
  })
  const ticket = {
    ticketPattern: '(CASE|OPS)-[0-9]{3,8}',
    ticketHint: 'A support case or change number such as CASE-01234 or OPS-567.',
    ticketUrl: 'https://tickets.example/{ticket}',
  }
  return stringify({
    connections: [
      {
        name: 'sandbox',
        baseUrl: atlasOrigin,
        sandbox: true,
        credentials: { clientIdFrom: 'ATLAS_CLIENT_ID', clientSecretFrom: 'ATLAS_CLIENT_SECRET' },
        requestsPerMinute,
      },
    ],
    signIn: { issuer, name: 'Sandbox' },
    contact: 'the platform team (platform@example.com)',
    bindings: [
      bind('viewers', 'viewer'),
      bind('requesters', 'requester'),
      bind('operators', 'operator'),
      bind('approvers', 'approver'),
      { group: 'platform-leads', role: 'approver', scope: { all: true } },
      bind('auditors', 'auditor'),
      bind('admins', 'admin'),
      bind('breakglass', 'break-glass'),
      ...(hasMachines
        ? demoMachines.map(({ name, role, project }) => ({
            machine: name,
            role,
            scope: { project },
          }))
        : []),
    ],
    production: { tags: ['environment=production'] },
    policy: {
      rules: [
        // A request that no rule matches is refused.
        { name: 'every request', decideByMinutes: 1440 },
        {
          name: 'employee access',
          match: { op: 'employee.grant' },
          minMinutes: 1,
          maxMinutes: 1440,
          defaultMinutes: 240,
          ...ticket,
          breakGlass: { groups: ['gatehouse-breakglass'] },
        },
        {
          name: 'employee access to production',
          match: { op: 'employee.grant', environment: 'production' },
          maxMinutes: 480,
          decideByMinutes: 240,
        },
        {
          name: 'employee access to cardholder data',
          match: { op: 'employee.grant', tag: 'data=cardholder' },
          steps: [{ groups: ['platform-leads'] }, { count: 1 }],
          escalate: [{ groups: ['gatehouse-approvers'] }],
        },
        {
          name: 'employee access to health records',
          match: { op: 'employee.grant', tag: 'data=health' },
          stepUpSeconds: 300,
          stepUpAcr: [acr],
        },
        {
          name: 'addresses and keys of identity providers',
          match: { op: ['access.allow', 'federation.revokeKeys'] },
          decideByMinutes: 480,
        },
      ],
    },
    ...(inbox ? { notifications: notifications(inbox) } : {}),
    observeEverySeconds: 15,
    ...(process.env.METRICS_TOKEN ? { metrics: { tokenFrom: 'METRICS_TOKEN' } } : {}),
    ...(bucket
      ? {
          checkpoints: {
            sinks: [
              { kind: 'stdout' },
              { kind: 'file' },
              {
                kind: 's3',
                name: 'bucket',
                url: bucket,
                accessKeyIdFrom: 'BUCKET_ACCESS_KEY_ID',
                secretAccessKeyFrom: 'BUCKET_SECRET_ACCESS_KEY',
              },
            ],
          },
        }
      : {}),
  })
}
