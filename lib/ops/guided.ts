import { z } from 'zod'
import { command, query } from './define'
import type { Environment } from './environment'
import { atlasSaid } from './failure'
import type { Friction } from './friction'
import { projectId } from './shapes'

const runId = z.string().regex(/^[0-9a-z]{10,40}$/, 'This change does not exist')

/** The answer of every guided command: the run to follow. */
export const guidedStarted = z.object({ runId: z.string() })

/** Why a guided command can't start when a step, named by its operation's title, needs a second person. */
export const gatedStep = (title: string, because: string): string =>
  `One of its steps (${title}) needs approval here. ${because} Run the steps one at a time.`

const step = z.object({
  summary: z.string(),
  op: z.string(),
  state: z.enum(['waiting', 'sending', 'checking', 'done', 'failed', 'skipped']),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  /** What Atlas answered, or what Gatehouse waits for. */
  note: z.string().nullable(),
  /** Atlas's refusal of the last call. */
  atlas: atlasSaid.optional(),
  /** The outcome of the last call is unknown: calls so far, and most calls. */
  unanswered: z.object({ attempts: z.number(), most: z.number() }).optional(),
})

const guidedRun = z.object({
  id: z.string(),
  op: z.string(),
  summary: z.string(),
  target: z.string(),
  /** The input of the command, to show what it changes. */
  input: z.record(z.string(), z.unknown()),
  /**
   * halted: a step failed, and nothing was restored. put-back: a step failed, and the former state is restored.
   * left: it halted, and someone chose to leave it.
   */
  state: z.enum(['running', 'done', 'putting-back', 'put-back', 'halted', 'left']),
  by: z.string(),
  steps: z.array(step),
  putBack: step.nullable(),
  note: z.string().nullable(),
  groupId: z.string(),
  groupName: z.string(),
  createdAt: z.string(),
  changedAt: z.string(),
})
export type GuidedRun = z.output<typeof guidedRun>

export const isMoving = ({ state }: Pick<GuidedRun, 'state'>): boolean =>
  state === 'running' || state === 'putting-back'

export const listGuided = query({
  id: 'guided.list',
  title: 'List guided changes',
  roles: ['viewer'],
  /** Of one project, else of every project in scope. */
  input: z.strictObject({ groupId: projectId.optional() }),
  /** Those under way or halted, and those of the last day; newest first. */
  output: z.object({ results: z.array(guidedRun) }),
  maxAgeSeconds: 0,
  refetchInterval: (d) => (d.results.some(isMoving) ? 1_500 : 20_000),
})

export const getGuided = query({
  id: 'guided.get',
  title: 'View a guided change',
  roles: ['viewer'],
  input: z.strictObject({ groupId: projectId, runId }),
  output: guidedRun,
  maxAgeSeconds: 0,
  refetchInterval: (run) => (isMoving(run) ? 1_000 : false),
})

const about = (i: { runId: string }) => `guided change ${i.runId}`
const invalidates = ['guided.list', 'guided.get']
const inProduction = (environment: Environment, because: string): Friction => ({
  level: 'confirm',
  because: environment === 'production' ? `This is a production project. ${because}` : because,
})

export const retryGuided = command({
  id: 'guided.retry',
  title: 'Continue a halted change',
  roles: ['operator'],
  input: z.strictObject({ groupId: projectId, runId }),
  output: guidedRun,
  summary: () => 'Retry the failed step',
  target: about,
  friction: (_, environment) =>
    inProduction(environment, 'The failed step is sent again, then the steps after it.'),
  invalidates,
})

export const putBackGuided = command({
  id: 'guided.putBack',
  title: 'Undo a halted change',
  roles: ['operator'],
  input: z.strictObject({ groupId: projectId, runId }),
  output: guidedRun,
  summary: () => 'Restore the state before the change',
  target: about,
  friction: (_, environment) =>
    inProduction(
      environment,
      'Anything that ran before the change restarts with its earlier settings.',
    ),
  invalidates,
})

export const leaveGuided = command({
  id: 'guided.leave',
  title: 'Leave a halted change as it is',
  roles: ['operator'],
  input: z.strictObject({ groupId: projectId, runId }),
  output: guidedRun,
  summary: () => 'Leave the change as it is',
  target: about,
  friction: () => ({
    level: 'confirm',
    because: 'No more steps run. Anything that is stopped stays stopped.',
  }),
  invalidates,
})
