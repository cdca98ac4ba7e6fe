import { z } from 'zod'
import { command, query } from './define'
import { time } from './request-shapes'
import { line, prose } from './text'

export const machineAttention = [
  'no-binding',
  'ownerless',
  'unused',
  'ends-soon',
  'no-credential',
] as const
export const ownerStates = ['active', 'away', 'no-role', 'gone'] as const

const machine = z.object({
  name: z.string(),
  clientId: z.string(),
  purpose: z.string(),
  owner: z.object({
    name: z.string(),
    account: z.string(),
    state: z.enum(ownerStates),
    lastSignIn: time.nullable(),
  }),
  state: z.enum(['active', 'ended', 'revoked']),
  endsAt: time,
  createdAt: time,
  revokedAt: time.nullable(),
  carryOut: z.enum(['permit', 'send']),
  callsPerMinute: z.number(),
  gatedPerHour: z.number(),
  deletionsPerDay: z.number(),
  usesDigest: z.boolean(),
  /** Its bindings in gatehouse.yaml. */
  bindings: z.array(z.object({ role: z.string(), where: z.string() })),
  /** The issuers in gatehouse.yaml whose signed tokens are its credential. */
  workload: z.array(z.object({ issuer: z.string(), claims: z.string() })),
  lastUse: z
    .object({ at: time, address: z.string().nullable(), userAgent: z.string().nullable() })
    .nullable(),
  /** Of the last 30 days. */
  calls: z.number(),
  refusals: z.number(),
  attention: z.array(z.enum(machineAttention)),
  /** Why the reader can't rotate or revoke it. Null: they can. */
  whyNot: z.string().nullable(),
})
export type Machine = z.output<typeof machine>

const machineSecret = z.object({
  id: z.string(),
  /** Its last characters. */
  hint: z.string(),
  state: z.enum(['active', 'expired', 'revoked']),
  /** Whether HTTP Digest works with it. */
  hasDigest: z.boolean(),
  shownTo: z.string(),
  createdAt: time,
  expiresAt: time,
})
export type MachineSecret = z.output<typeof machineSecret>

const invalidates = ['machines.list', 'machines.get']

export const listMachines = query({
  id: 'machines.list',
  title: 'List machines',
  roles: ['viewer'],
  input: z.strictObject({}),
  output: z.object({
    results: z.array(machine),
    /** Names that gatehouse.yaml binds and no machine has. */
    unknown: z.array(z.string()),
  }),
  maxAgeSeconds: 0,
  refetchInterval: () => 20_000,
})

const name = z
  .string('Enter a name')
  .min(1, { error: 'Enter a name', abort: true })
  .regex(
    /^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/,
    'Use lower-case letters, digits and hyphens, at most 40',
  )

export const getMachine = query({
  id: 'machines.get',
  title: 'View a machine',
  roles: ['viewer'],
  input: z.strictObject({ name }),
  output: z.object({
    machine,
    secrets: z.array(machineSecret),
    /** By operation, of the last 30 days. */
    uses: z.array(
      z.object({ operation: z.string(), calls: z.number(), refusals: z.number(), lastDay: time }),
    ),
  }),
  maxAgeSeconds: 0,
  refetchInterval: () => 10_000,
})

const machineAbility = z.object({
  /** Atlas's operation id. */
  operationId: z.string(),
  title: z.string(),
  method: z.string(),
  path: z.string(),
  area: z.string(),
  isRead: z.boolean(),
  /** Whether a second person must approve it. It can depend on the values of the call. */
  approval: z.enum(['never', 'depends', 'always']),
  /** The places of the roles that allow it: `in the project payments-prod`. */
  where: z.array(z.string()),
})
export type MachineAbility = z.output<typeof machineAbility>

const machineDeed = z.object({
  id: z.string(),
  time,
  /** `Request filed` */
  event: z.string(),
  operation: z.string().nullable(),
  target: z.string().nullable(),
  outcome: z.string().nullable(),
  requestId: z.string().nullable(),
  /** The row of the audit log, for people who can open it. */
  seq: z.number().nullable(),
})
export type MachineDeed = z.output<typeof machineDeed>

export const listMachineAbilities = query({
  id: 'machines.abilities',
  title: 'List what a machine can do',
  roles: ['viewer'],
  input: z.strictObject({ name }),
  output: z.object({ results: z.array(machineAbility) }),
})

export const listMachineDeeds = query({
  id: 'machines.deeds',
  title: 'List what a machine did last',
  roles: ['viewer'],
  input: z.strictObject({ name }),
  output: z.object({ results: z.array(machineDeed) }),
  maxAgeSeconds: 0,
})

const whole = (least: number, most: number) => {
  const words = `A whole number from ${least.toLocaleString('en')} to ${most.toLocaleString('en')}`
  return z.int(words).min(least, words).max(most, words)
}

const settings = {
  purpose: prose(10, 'At least 10 characters', 500).meta({
    label: 'Purpose',
    hint: 'What uses it, and why. Approvers see this.',
    multiline: true,
  }),
  /** The account of a person. */
  owner: line('Choose a person').min(1, 'Choose a person').max(255),
  endsAt: z.iso.datetime({ offset: true, error: 'Choose a date and time' }),
  carryOut: z.enum(['permit', 'send'], 'Choose who sends an approved call').meta({
    label: 'After an approval',
    hint: 'Terraform and the Kubernetes operator repeat a refused call and need its answer. curl, the Atlas CLI and MCP servers do not repeat it.',
    choices: { permit: 'The machine repeats its call', send: 'Gatehouse sends the call' },
  }),
  callsPerMinute: whole(1, 100_000).meta({ label: 'Calls per minute' }),
  gatedPerHour: whole(0, 10_000).meta({
    label: 'Requests for approval per hour',
  }),
  deletionsPerDay: whole(0, 10_000).meta({ label: 'Deletions per day' }),
  usesDigest: z.boolean().meta({
    label: 'Allow HTTP Digest',
    hint: 'For old clients without OAuth. New secrets are then stored in a weaker form than a hash. Earlier secrets don’t work with Digest.',
  }),
}

/** What an admin sets of a machine. */
export const settingsOf = ({ owner, ...one }: Machine): z.output<z.ZodObject<typeof settings>> => ({
  purpose: one.purpose,
  owner: owner.account,
  endsAt: one.endsAt,
  carryOut: one.carryOut,
  callsPerMinute: one.callsPerMinute,
  gatedPerHour: one.gatedPerHour,
  deletionsPerDay: one.deletionsPerDay,
  usesDigest: one.usesDigest,
})

/** The new credential, shown once. */
const shown = z.object({
  name: z.string(),
  clientId: z.string(),
  clientSecret: z.string().nullable(),
})

export const createMachine = command({
  id: 'machines.create',
  title: 'Create a machine',
  roles: ['admin'],
  input: z.strictObject({
    name: name.meta({
      label: 'Name',
      hint: 'Bind roles to this name in gatehouse.yaml. You can’t change or reuse it.',
    }),
    ...settings,
    withSecret: z.boolean().meta({
      label: 'Create a client secret',
      hint: 'Not needed if the machine only uses workload identity.',
    }),
  }),
  output: shown,
  shownOnce: ['clientSecret'],
  verbs: { do: 'Create machine', doing: 'Creating…', done: (i) => `Machine ${i.name} created` },
  summary: (i) => `Create the machine ${i.name}`,
  target: (i) => `machine ${i.name}`,
  invalidates,
})

export const updateMachine = command({
  id: 'machines.update',
  title: 'Change a machine',
  roles: ['admin'],
  input: z.strictObject({ name, ...settings, opened: z.strictObject(settings) }),
  output: z.object({ name: z.string() }),
  opened: {
    read: (i) => ({ id: 'machines.get', input: { name: i.name } }),
    now: (answer) => settingsOf(getMachine.output.parse(answer).machine),
  },
  verbs: { do: 'Save changes', doing: 'Saving…', done: (i) => `Machine ${i.name} changed` },
  summary: (i) => `Change the machine ${i.name}`,
  target: (i) => `machine ${i.name}`,
  invalidates,
})

export const rotateMachine = command({
  id: 'machines.rotate',
  title: 'Create a secret of a machine',
  roles: ['viewer'],
  input: z.strictObject({
    name,
    keepHours: whole(0, 168).meta({
      label: 'Current secret',
      hint: 'Its access tokens stop working too.',
      choices: {
        0: 'Stop it now',
        1: 'Keep it for 1 hour',
        24: 'Keep it for 1 day',
        72: 'Keep it for 3 days',
        168: 'Keep it for 7 days',
      },
    }),
  }),
  output: shown,
  shownOnce: ['clientSecret'],
  verbs: { do: 'Create secret', doing: 'Creating…', done: () => 'Secret created' },
  summary: (i) => `Create a secret of the machine ${i.name}`,
  target: (i) => `machine ${i.name}`,
  invalidates,
})

export const revokeMachineSecret = command({
  id: 'machines.revokeSecret',
  title: 'Revoke a secret of a machine',
  roles: ['viewer'],
  input: z.strictObject({ name, secretId: line().min(1).max(40) }),
  output: z.object({ name: z.string() }),
  verbs: { do: 'Revoke secret', doing: 'Revoking…', done: () => 'Secret revoked' },
  summary: (i) => `Revoke a secret of the machine ${i.name}`,
  target: (i) => `machine ${i.name}`,
  friction: () => ({
    level: 'confirm',
    because: 'It and its access tokens stop working immediately.',
  }),
  invalidates,
})

export const revokeMachine = command({
  id: 'machines.revoke',
  title: 'Revoke a machine',
  roles: ['viewer'],
  input: z.strictObject({ name }),
  output: z.object({ name: z.string() }),
  verbs: { do: 'Revoke machine', doing: 'Revoking…', done: (i) => `Machine ${i.name} revoked` },
  summary: (i) => `Revoke the machine ${i.name}`,
  target: (i) => `machine ${i.name}`,
  friction: () => ({
    level: 'confirm',
    because:
      'All its secrets and access tokens stop working immediately. This can’t be undone, and the name can’t be used again.',
  }),
  invalidates,
})
