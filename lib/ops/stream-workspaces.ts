import { z } from 'zod'
import { sameJson } from '@/lib/format/same'
import { count, list } from '@/lib/format/words'
import { callIfFits, command } from './define'
import { oneUp } from './friction'
import { projectId } from './shapes'

import {
  hiddenFields,
  orUndefined,
  processorsOver,
  streamTier,
  tenantName,
  whyNoTier,
} from './stream-shapes'
import { type StreamWorkspace, workspace } from './streams'
import { resource } from './verbs'

/** Where Atlas Stream Processing runs. `npm run check:atlas` compares them with Atlas's specification. */
const regions = {
  AWS: [
    'DUBLIN_IRL',
    'FRANKFURT_DEU',
    'LONDON_GBR',
    'PARIS_FRA',
    'MONTREAL_CAN',
    'OHIO_USA',
    'OREGON_USA',
    'VIRGINIA_USA',
    'SAOPAULO_BRA',
    'MUMBAI_IND',
    'SEOUL_KOR',
    'SINGAPORE_SGP',
    'SYDNEY_AUS',
    'TOKYO_JPN',
  ],
  AZURE: ['westeurope', 'eastus', 'eastus2', 'westus', 'brazilsouth', 'australiaeast'],
  GCP: ['EUROPE_WEST1', 'US_CENTRAL1', 'US_EAST4'],
} as const
/** `AWS DUBLIN_IRL` */
export const streamRegions = Object.entries(regions).flatMap(([cloud, all]) =>
  all.map((name) => `${cloud} ${name}`),
)
const region = z.enum(streamRegions, 'Choose a region')
const asPlace = (chosen: string) => {
  const [cloudProvider = '', name = ''] = chosen.split(' ')
  return { cloudProvider, region: name }
}

const tier = streamTier.optional().meta({
  label: 'Default tier',
  hint: 'For processors without a tier of their own. Larger tiers cost more.',
})
const maxTierSize = streamTier.optional().meta({
  label: 'Largest tier',
  hint: 'Processors can’t use a larger one.',
})
const failoverRegions = z.array(region).max(2, 'At most two regions').optional()

const checkTiers = (
  i: { tier?: string | undefined; maxTierSize?: string | undefined },
  { addIssue }: z.core.$RefinementCtx,
) => {
  if (whyNoTier(i.tier, i.maxTierSize))
    addIssue({
      code: 'custom',
      path: ['tier'],
      message: 'The default tier can’t be larger than the largest tier',
      input: i.tier,
    })
}

const read = ({ groupId, tenantName: name }: { groupId: string; tenantName: string }) => ({
  id: 'streams.workspace',
  input: { groupId, tenantName: name },
})
const found = (answer: unknown) => workspace.safeParse(answer).data
const invalidates = ['streams.workspaces', 'streams.workspace']
const turn = (groupId: string, name: string) => `streamWorkspace:${groupId}/${name}`

const named = resource({
  read: (i: { groupId: string; name: string }) => read({ groupId: i.groupId, tenantName: i.name }),
  answer: z.unknown(),
  gone: 'This workspace no longer exists.',
})

export const createWorkspace = command({
  id: 'streams.createWorkspace',
  title: 'Create a stream workspace',
  atlas: { op: 'createGroupStreamWorkspace', version: '2023-02-01' },
  roles: ['operator'],
  input: z
    .strictObject({
      groupId: projectId,
      name: tenantName
        .refine((typed) => typed === typed.trim(), 'A name can’t start or end with a space')
        .meta({ label: 'Name', hint: 'It can’t be changed later.' }),
      region: region.meta({
        label: 'Region',
        hint: 'Where processors run. Choose one close to their data.',
      }),
      tier,
      maxTierSize,
      solar: z.boolean().optional().meta({
        label: 'Add the sample connection',
        hint: 'sample_stream_solar, a stream of made-up data to try pipelines with.',
      }),
    })
    .superRefine(checkTiers),
  output: workspace,
  hiddenFields,
  body: (i) => ({
    name: i.name,
    dataProcessRegion: asPlace(i.region),
    ...(i.tier || i.maxTierSize
      ? {
          streamConfig: {
            ...(i.tier ? { tier: i.tier } : {}),
            ...(i.maxTierSize ? { maxTierSize: i.maxTierSize } : {}),
          },
        }
      : {}),
    ...(i.solar ? { sampleConnections: { solar: true } } : {}),
  }),
  verbs: {
    do: 'Create workspace',
    doing: 'Creating…',
    done: (i) => `Workspace ${i.name} created`,
  },
  summary: (i) => `Create the stream workspace ${i.name} in ${i.region}`,
  target: (i) => `project ${i.groupId} / streams / ${i.name}`,
  friction: (i, environment) => oneUp({ level: 'none' }, environment, i.name),
  invalidates,
  concurrencyKey: (i) => turn(i.groupId, i.name),
  ...named.creates(
    (_, { name }) =>
      `This project already has a stream workspace named ${name}. Choose another name.`,
  ),
  undo: (i) => ({
    id: 'streams.deleteWorkspace',
    input: { groupId: i.groupId, tenantName: i.name },
  }),
})

const settings = { tier, maxTierSize, failoverRegions }
/** What can be changed of a workspace. */
export type WorkspaceSettings = z.output<typeof opened>
const opened = z.strictObject({
  tier: z.string().optional(),
  maxTierSize: z.string().optional(),
  failoverRegions: z.array(z.string()).optional(),
})

/** `AWS DUBLIN_IRL`; null for a region without a name. */
export const regionOf = (r: StreamWorkspace['dataProcessRegion']): string | null =>
  [r?.cloudProvider, r?.region].filter(Boolean).join(' ') || null

export const workspaceSettings = (w: StreamWorkspace | undefined): WorkspaceSettings => {
  const failover = (w?.failoverRegions ?? []).flatMap((one) => regionOf(one) ?? [])
  const [of, max] = [orUndefined(w?.streamConfig?.tier), orUndefined(w?.streamConfig?.maxTierSize)]
  return {
    ...(of ? { tier: of } : {}),
    ...(max ? { maxTierSize: max } : {}),
    failoverRegions: failover,
  }
}

type Change = WorkspaceSettings & { opened: WorkspaceSettings }
const names = ['tier', 'maxTierSize', 'failoverRegions'] as const
const changesIn = (i: Change) =>
  names.filter((name) => i[name] !== undefined && !sameJson(i[name], i.opened[name]))

const changed = z
  .strictObject({ groupId: projectId, tenantName, ...settings, opened })
  .superRefine((i, context) => {
    checkTiers(i, context)
    if (changesIn(i).length === 0)
      context.addIssue({ code: 'custom', path: ['form'], message: 'Nothing has changed', input: i })
  })

const labels = { tier: 'default tier', maxTierSize: 'largest tier', failoverRegions: 'failover' }
const shown = (value: string | readonly string[] | undefined) =>
  value === undefined ? 'unset' : typeof value === 'string' ? value : list(value) || 'no region'

export const changeWorkspace = command({
  id: 'streams.changeWorkspace',
  title: 'Change a stream workspace',
  atlas: { op: 'updateGroupStreamWorkspace', version: '2023-02-01' },
  roles: ['operator'],
  input: changed,
  output: workspace,
  hiddenFields,
  body: (i) => {
    const sent = changesIn(i)
    const config = sent.filter((name) => name !== 'failoverRegions').map((name) => [name, i[name]])
    return {
      ...(config.length > 0 ? { streamConfig: Object.fromEntries(config) } : {}),
      ...(sent.includes('failoverRegions')
        ? { failoverRegions: (i.failoverRegions ?? []).map(asPlace) }
        : {}),
    }
  },
  verbs: {
    do: 'Save changes',
    doing: 'Saving…',
    done: (i) => `Workspace ${i.tenantName} changed`,
  },
  summary: (i) =>
    `Change the stream workspace ${i.tenantName}: ${list(changesIn(i).map((name) => `${labels[name]} from ${shown(i.opened[name])} to ${shown(i[name])}`))}`,
  target: (i) => `project ${i.groupId} / streams / ${i.tenantName}`,
  friction: (i, environment) => oneUp({ level: 'none' }, environment, i.tenantName),
  invalidates,
  concurrencyKey: (i) => turn(i.groupId, i.tenantName),
  impact: {
    read: ({ groupId, tenantName: name }) => ({
      id: 'streams.processors',
      input: { groupId, tenantName: name },
    }),
    sentences: (answer, i) => {
      const over = processorsOver(answer, i.maxTierSize)
      return over.length > 0
        ? [`${count(over.length, 'processor')} with a larger tier can’t start: ${list(over)}`]
        : []
    },
  },
  opened: { read, now: (answer) => workspaceSettings(found(answer)) },
  precondition: {
    read,
    whyNot: (answer, i) => {
      if (answer === undefined) return 'This workspace no longer exists.'
      return sameJson(workspaceSettings(found(answer)), i.opened)
        ? undefined
        : 'Someone else changed this workspace.'
    },
  },
  readBack: {
    read,
    verdict: (answer, i) => {
      const now = workspaceSettings(found(answer))
      const sent = changesIn(i)
      if (sent.every((name) => sameJson(now[name], i[name]))) return 'done'
      return sameJson(now, i.opened) ? 'absent' : 'other'
    },
  },
  undo: ({ groupId, tenantName: name, opened: before, ...now }) =>
    callIfFits('streams.changeWorkspace', changed, {
      groupId,
      tenantName: name,
      ...before,
      opened: { ...before, ...now },
    }),
})
