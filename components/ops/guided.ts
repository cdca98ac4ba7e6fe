import type { GuidedRun } from '@/lib/ops/guided'
import { isWithin, routes } from '@/lib/routes'

type Step = GuidedRun['steps'][number]

export const isMoving = ({ state }: Pick<GuidedRun, 'state'>) =>
  state === 'running' || state === 'putting-back'

const words: Record<Step['state'], string> = {
  waiting: 'waits',
  sending: 'is being sent',
  checking: 'is sent, waiting until it has taken effect',
  done: 'is done',
  failed: 'failed',
  skipped: 'is skipped',
}

/** The step that a run stands at: the one under way or failed, else the next one. */
export const stepAt = ({
  steps,
}: Pick<GuidedRun, 'steps'>): { step: Step; at: number } | undefined => {
  const at = steps.findIndex((s) => s.state !== 'done' && s.state !== 'skipped')
  const step = steps[at]
  return step && { step, at }
}

/** What happens to a step now, after its name. */
function stepInWords({ state, unanswered, atlas }: Step): string {
  if (!unanswered) return words[state]
  const { attempts, most } = unanswered
  if (state === 'sending')
    return `is being sent, try ${attempts} of ${most}: the one before had no clear answer`
  const said = atlas
    ? ` (Atlas said ${[atlas.status, atlas.errorCode].filter(Boolean).join(' ')})`
    : ''
  return `has no clear answer yet, try ${attempts} of ${most}${said}`
}

/** The step under way or failed of a run that goes, in either direction. */
export const stepUnderWay = (run: Pick<GuidedRun, 'state' | 'steps' | 'putBack'>) =>
  run.state === 'putting-back'
    ? (run.putBack ?? undefined)
    : run.state === 'running'
      ? stepAt(run)?.step
      : undefined

/** Where a run stands, in a sentence: for the line over it, and said aloud as it moves. */
export function runInWords(run: Pick<GuidedRun, 'state' | 'steps' | 'says' | 'putBack'>): string {
  const now = stepAt(run)
  switch (run.state) {
    case 'done':
      return `Done: ${run.says}`
    case 'putting-back':
      return `A step failed. Putting back what was: ${run.putBack?.says ?? ''}${
        run.putBack?.unanswered ? ` ${stepInWords(run.putBack)}` : ''
      }`
    case 'put-back':
      return 'A step failed. Everything is as it was before.'
    case 'halted':
      return now
        ? `Halted at step ${now.at + 1} of ${run.steps.length}: ${now.step.says}`
        : `Halted: ${run.says}`
    case 'left':
      return 'Halted, and left as it stands.'
    case 'running':
      return now
        ? `Step ${now.at + 1} of ${run.steps.length}: ${now.step.says} ${stepInWords(now.step)}`
        : `Under way: ${run.says}`
  }
}

/** The page of what a run works on, unless one is there already. */
export function pageOfRun(
  { groupId, input }: Pick<GuidedRun, 'groupId' | 'input'>,
  pathname: string,
): string | undefined {
  const { tenantName, processorName } = input
  if (typeof tenantName !== 'string' || typeof processorName !== 'string') return undefined
  const page = routes.streamProcessor(groupId, tenantName, processorName)
  return isWithin(pathname, page) ? undefined : page
}
