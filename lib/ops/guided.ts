import { z } from 'zod'
import { command, type Environment, type Friction, query } from './define'
import { atlasSaid } from './failure'
import { projectId } from './shapes'

const runId = z.string().regex(/^[0-9a-z]{10,40}$/, 'There is no such change')

/** What every guided command answers: where to watch it. */
export const guidedStarted = z.object({ runId: z.string() })

/** Why a guided command is not begun where a step of it, by its operation's title, needs a second person. */
export const gatedStep = (title: string, because: string): string =>
  `A step of this (${title}) needs a second person here: ${because} Do the steps one by one: each is a request of its own, or a command.`

const step = z.object({
  says: z.string(),
  op: z.string(),
  state: z.enum(['waiting', 'sending', 'checking', 'done', 'failed', 'skipped']),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  /** What Atlas said, or what is waited for. */
  note: z.string().nullable(),
  /** What Atlas said to its last call where it did not take it. */
  atlas: atlasSaid.optional(),
  /** Whether its last call was done is not known: how many were sent so far, and how many at most. */
  unanswered: z.object({ attempts: z.number(), most: z.number() }).optional(),
})

const guidedRun = z.object({
  id: z.string(),
  op: z.string(),
  says: z.string(),
  target: z.string(),
  /** What it was asked with: to show on what it works. */
  input: z.record(z.string(), z.unknown()),
  /**
   * halted: a step failed and what was is not back. put-back: a step failed and everything is as before.
   * left: somebody saw that it halted and left it so.
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

const isMoving = (run: GuidedRun) => run.state === 'running' || run.state === 'putting-back'

export const listGuided = query({
  id: 'guided.list',
  title: 'List guided changes',
  needs: ['viewer'],
  /** Of one project, else of every project in scope. */
  input: z.strictObject({ groupId: projectId.optional() }),
  /** Those under way or halted, and those of the last day; newest first. */
  output: z.object({ results: z.array(guidedRun) }),
  freshSeconds: 0,
  live: (d) => (d.results.some(isMoving) ? 1_500 : 20_000),
})

export const getGuided = query({
  id: 'guided.get',
  title: 'Read a guided change',
  needs: ['viewer'],
  input: z.strictObject({ groupId: projectId, runId }),
  output: guidedRun,
  freshSeconds: 0,
  live: (run) => (isMoving(run) ? 1_000 : false),
})

const about = (i: { runId: string }) => `guided change ${i.runId}`
const stales = ['guided.list', 'guided.get']
const inProduction = (environment: Environment, because: string): Friction => ({
  level: 'confirm',
  because: environment === 'production' ? `This is a production project. ${because}` : because,
})

export const retryGuided = command({
  id: 'guided.retry',
  title: 'Go on with a halted change',
  needs: ['operator'],
  input: z.strictObject({ groupId: projectId, runId }),
  output: guidedRun,
  says: () => 'Go on with the step that failed',
  target: about,
  friction: (_, environment) =>
    inProduction(environment, 'The step that failed is sent again, then those after it.'),
  stales,
})

export const putBackGuided = command({
  id: 'guided.putBack',
  title: 'Put back what a halted change began',
  needs: ['operator'],
  input: z.strictObject({ groupId: projectId, runId }),
  output: guidedRun,
  says: () => 'Put back what ran before the change',
  target: about,
  friction: (_, environment) =>
    inProduction(environment, 'What ran before the change runs again as it was.'),
  stales,
})

export const leaveGuided = command({
  id: 'guided.leave',
  title: 'Leave a halted change as it is',
  needs: ['operator'],
  input: z.strictObject({ groupId: projectId, runId }),
  output: guidedRun,
  says: () => 'Leave everything as it stands',
  target: about,
  friction: () => ({
    level: 'confirm',
    because: 'Nothing more is sent: what is stopped stays stopped.',
  }),
  stales,
})
