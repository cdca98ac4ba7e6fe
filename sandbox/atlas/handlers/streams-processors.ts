import { z } from 'zod'
import { processor } from '../areas/streams/make'
import { canResume, checkConnections, checkPipeline, trouble } from '../areas/streams/pipeline'
import { type Processor, takes, tiers, type Workspace } from '../areas/streams/shapes'
import { processorOf, processorsIn, streamsOf } from '../areas/streams/state'
import { statsOf } from '../areas/streams/stats'
import { bodyOf } from '../body'
import { connectionsIn, workspaceOf } from '../collections/streams'
import { type HandlerInput, reply, rows, type SandboxFile } from '../define'
import { idFrom } from '../ids'
import { invalid, reject } from '../reject'
import type { World } from '../world'

const links = z.array(z.unknown()).optional()
const dlq = z.strictObject({
  connectionName: z.string().optional(),
  db: z.string().optional(),
  coll: z.string().optional(),
  links,
})
const pipeline = z.array(z.record(z.string(), z.unknown()))
const tier = z.enum(tiers)

const created = z.strictObject({
  name: z.string().min(1),
  pipeline,
  options: z.strictObject({ dlq: dlq.optional(), links }).optional(),
  tier: tier.optional(),
  failoverEnabled: z.boolean().optional(),
  links,
})

const changed = z.strictObject({
  name: z.string().min(1).optional(),
  pipeline: pipeline.optional(),
  options: z
    .strictObject({ dlq: dlq.optional(), resumeFromCheckpoint: z.boolean().optional(), links })
    .optional(),
  tier: tier.optional(),
  failoverEnabled: z.boolean().optional(),
  links,
})

const startedWith = z.strictObject({
  tier: tier.optional(),
  resumeFromCheckpoint: z.boolean().optional(),
  startAtOperationTime: z.iso.datetime({ offset: true }).optional(),
  failover: z
    .strictObject({
      region: z.string(),
      mode: z.enum(['GRACEFUL', 'FORCED']).optional(),
      dryRun: z.boolean().optional(),
      clearCheckpoint: z.boolean().optional(),
      links,
    })
    .optional(),
  links,
})

/** Whether an operation is in progress. A scheduled failure does not count. */
const isBusy = (p: Processor) => p.next.some((step) => step.state !== 'FAILED')

function bodyFor(world: World, place: Workspace, p: Processor) {
  const stats = statsOf(p, world.clock())
  return {
    _id: p.id,
    eligibleForFailover: place.failoverRegions.length > 0,
    failoverEnabled: p.failoverEnabled,
    links: [],
    name: p.name,
    options: p.dlq ? { dlq: { ...p.dlq, links: [] }, links: [] } : null,
    pipeline: p.pipeline,
    state: p.state,
    ...(stats === undefined ? {} : { stats }),
    // Atlas leaves it out of one that has its workspace's.
    ...(p.tier ? { tier: p.tier } : {}),
  }
}

/** A dead-letter queue as sent; an empty object removes it. */
function dlqOf(world: World, place: Workspace, name: string, sent: z.output<typeof dlq>) {
  const { connectionName, db, coll } = sent
  if (connectionName === undefined && db === undefined && coll === undefined) return undefined
  if (connectionName === undefined || db === undefined || coll === undefined)
    throw invalid([{ field: 'options.dlq', description: 'must have connectionName, db and coll' }])
  checkConnections(name, sent, connectionsIn(world, place))
  return { connectionName, db, coll }
}

function checkTier(place: Workspace, name: string, wanted: string | undefined): void {
  const order: readonly string[] = tiers
  if (wanted && place.maxTierSize && order.indexOf(wanted) > order.indexOf(place.maxTierSize))
    throw trouble(
      name,
      `tier ${wanted} exceeds the maximum tier ${place.maxTierSize} of the workspace`,
    )
}

function checkNew(world: World, place: Workspace, name: string): void {
  if (processorsIn(world, place).some((p) => p.name === name))
    throw reject(
      409,
      'STREAM_PROCESSOR_NAME_ALREADY_EXISTS',
      `A stream processor called ${name} exists in the workspace ${place.name}.`,
      name,
      place.name,
    )
}

function record({ world, origin }: HandlerInput, p: Processor, eventTypeName: string): void {
  const { orgId } = world.project(p.groupId)
  world.record({ orgId, groupId: p.groupId, eventTypeName }, origin)
}

/** The workspace and processor of a path. */
function named({ world, path }: HandlerInput) {
  const place = workspaceOf(world, path.groupId, path.tenantName)
  return { place, p: processorOf(world, place, path.processorName) }
}

function start(input: HandlerInput, how: z.output<typeof startedWith>): object {
  const { world } = input
  const { place, p } = named(input)
  if (isBusy(p)) throw trouble(p.name, 'another operation on the stream processor is in progress')
  if (!['CREATED', 'STOPPED', 'FAILED'].includes(p.state))
    throw trouble(p.name, `a stream processor in state ${p.state} cannot be started`)
  checkTier(place, p.name, how.tier ?? p.tier)
  if (how.startAtOperationTime && !('coll' in Object(p.pipeline[0]?.$source)))
    throw trouble(p.name, 'startAtOperationTime needs a change stream as $source')
  const { failover } = how
  if (failover && !place.failoverRegions.some((r) => r.region === failover.region))
    throw trouble(p.name, `${failover.region} is no failover region of the workspace`)
  if (failover?.dryRun) return {}
  if (how.tier) p.tier = how.tier
  if (how.resumeFromCheckpoint === false || how.startAtOperationTime || failover?.clearCheckpoint) {
    p.checkpoint = false
    p.ranBefore = 0
  }
  const source = Object(p.pipeline[0]?.$source).connectionName
  const from = connectionsIn(world, place).find((c) => c.name === source)
  const dead = from && from.state !== undefined && from.state !== 'READY'
  const at = world.clock() + takes.start * 1000
  p.next = dead
    ? [{ state: 'FAILED', at, message: `The connection ${source} is in state ${from.state}.` }]
    : p.name.includes('start-fails')
      ? [{ state: 'FAILED', at, message: 'The source answered: topic not found.' }]
      : [{ state: 'STARTED', at }]
  record(input, p, 'STREAM_PROCESSOR_STARTED')
  return {}
}

function change(input: HandlerInput) {
  const { world } = input
  const { place, p } = named(input)
  const sent = bodyOf(changed, input.body)
  if (p.state === 'STARTED' || isBusy(p))
    throw trouble(p.name, 'the stream processor must be stopped before it is modified')
  if (sent.pipeline) {
    checkPipeline(p.name, sent.pipeline, connectionsIn(world, place))
    const resumes = sent.options?.resumeFromCheckpoint !== false
    if (p.checkpoint && resumes && !canResume(p.pipeline, sent.pipeline))
      throw trouble(
        p.name,
        'this modification cannot resume from the checkpoint: set resumeFromCheckpoint to false',
      )
  }
  checkTier(place, p.name, sent.tier)
  if (sent.failoverEnabled && place.failoverRegions.length === 0)
    throw trouble(p.name, 'the workspace has no failover regions')
  if (sent.name !== undefined && sent.name !== p.name) checkNew(world, place, sent.name)
  if (sent.options?.dlq) p.dlq = dlqOf(world, place, p.name, sent.options.dlq)
  if (sent.options?.resumeFromCheckpoint === false) {
    p.checkpoint = false
    p.ranBefore = 0
  }
  Object.assign(p, {
    name: sent.name ?? p.name,
    pipeline: sent.pipeline ?? p.pipeline,
    tier: sent.tier ?? p.tier,
    failoverEnabled: sent.failoverEnabled ?? p.failoverEnabled,
  })
  record(input, p, 'STREAM_PROCESSOR_MODIFIED')
  return bodyFor(world, place, p)
}

export const streamProcessors = {
  getGroupStreamProcessors: ({ world, path }) => {
    const place = workspaceOf(world, path.groupId, path.tenantName)
    return rows(processorsIn(world, place).map((p) => bodyFor(world, place, p)))
  },
  getGroupStreamProcessor: (input) => {
    const { place, p } = named(input)
    return bodyFor(input.world, place, p)
  },
  createGroupStreamProcessor: (input) => {
    const { world, path } = input
    const place = workspaceOf(world, path.groupId, path.tenantName)
    const sent = bodyOf(created, input.body)
    checkNew(world, place, sent.name)
    checkPipeline(sent.name, sent.pipeline, connectionsIn(world, place))
    checkTier(place, sent.name, sent.tier)
    const now = world.clock()
    const dlq = sent.options?.dlq && dlqOf(world, place, sent.name, sent.options.dlq)
    const made = processor({ groupId: place.groupId, workspace: place.name }, sent.name, {
      id: idFrom(`stream processor ${place.id} ${sent.name} ${now}`, Date.now()),
      pipeline: sent.pipeline,
      ...(dlq ? { dlq } : {}),
      ...(sent.tier ? { tier: sent.tier } : {}),
      failoverEnabled: sent.failoverEnabled ?? false,
      state: 'INIT',
      next: [
        { state: 'CREATING', at: now + takes.init * 1000 },
        { state: 'CREATED', at: now + takes.create * 1000 },
      ],
    })
    streamsOf(world).processors.push(made)
    record(input, made, 'STREAM_PROCESSOR_CREATED')
    return bodyFor(world, place, made)
  },
  updateGroupStreamProcessor: change,
  startGroupStreamProcessor: (input) => start(input, {}),
  startGroupStreamProcessorWith: (input) =>
    start(input, input.body === undefined ? {} : bodyOf(startedWith, input.body)),
  stopGroupStreamProcessor: (input) => {
    const { world } = input
    const { p } = named(input)
    if (isBusy(p)) throw trouble(p.name, 'another operation on the stream processor is in progress')
    if (p.state !== 'STARTED')
      throw trouble(
        p.name,
        `only a started stream processor can be stopped, this one is ${p.state}`,
      )
    const seconds = p.name.includes('slow-stop') ? takes.slowStop : takes.stop
    p.next = [{ state: 'STOPPED', at: world.clock() + seconds * 1000 }]
    record(input, p, 'STREAM_PROCESSOR_STOPPED')
    return {}
  },
  deleteGroupStreamProcessor: (input) => {
    const { p } = named(input)
    const state = streamsOf(input.world)
    state.processors = state.processors.filter((other) => other !== p)
    record(input, p, 'STREAM_PROCESSOR_DROPPED')
    return reply(204)
  },
} satisfies SandboxFile
