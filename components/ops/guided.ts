import { pageOf } from '@/lib/client/page-of'
import { isWithin } from '@/lib/client/place-in-path'
import type { GuidedRun } from '@/lib/ops/guided'

type Step = GuidedRun['steps'][number]

const words: Record<Step['state'], string> = {
  waiting: 'is waiting',
  sending: 'is being sent',
  checking: 'was sent and is taking effect',
  done: 'is done',
  failed: 'failed',
  skipped: 'is skipped',
}

/** The current step of a run: the one in progress or failed, else the next one. */
export const stepAt = ({
  steps,
}: Pick<GuidedRun, 'steps'>): { step: Step; at: number } | undefined => {
  const at = steps.findIndex((s) => s.state !== 'done' && s.state !== 'skipped')
  const step = steps[at]
  return step && { step, at }
}

/** What a step is doing, to follow its name. */
function stepInWords({ state, unanswered, atlas }: Step): string {
  if (!unanswered) return words[state]
  const { attempts, most } = unanswered
  if (state === 'sending')
    return `is being sent, attempt ${attempts} of ${most}. The previous one was not confirmed`
  const said = atlas ? ` (Atlas: ${[atlas.status, atlas.errorCode].filter(Boolean).join(' ')})` : ''
  return `is not confirmed yet, attempt ${attempts} of ${most}${said}`
}

/** The step in progress, also while rolling back. */
export const stepUnderWay = (run: Pick<GuidedRun, 'state' | 'steps' | 'putBack'>) =>
  run.state === 'putting-back'
    ? (run.putBack ?? undefined)
    : run.state === 'running'
      ? stepAt(run)?.step
      : undefined

/** A run's progress in one sentence, shown and announced. */
export function runInWords(
  run: Pick<GuidedRun, 'state' | 'steps' | 'summary' | 'putBack'>,
): string {
  const now = stepAt(run)
  switch (run.state) {
    case 'done':
      return `Done: ${run.summary}`
    case 'putting-back':
      return `A step failed. Rolling back: ${run.putBack?.summary ?? ''}${
        run.putBack?.unanswered ? ` ${stepInWords(run.putBack)}` : ''
      }`
    case 'put-back':
      return 'A step failed. The change was rolled back.'
    case 'halted':
      return now
        ? `Stopped at step ${now.at + 1} of ${run.steps.length}: ${now.step.summary}`
        : `Stopped: ${run.summary}`
    case 'left':
      return 'Stopped and left as is.'
    case 'running':
      return now
        ? `Step ${now.at + 1} of ${run.steps.length}: ${now.step.summary} ${stepInWords(now.step)}`
        : `Running: ${run.summary}`
  }
}

/** The page of the run's resource, unless it is the current page. */
export function pageOfRun(
  { op, groupId, input }: Pick<GuidedRun, 'op' | 'groupId' | 'input'>,
  pathname: string,
): string | undefined {
  const page = pageOf(op, { ...input, groupId }, '')?.href
  return page === undefined || isWithin(pathname, page) ? undefined : page
}
