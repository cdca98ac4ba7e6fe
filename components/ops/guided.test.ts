import { describe, expect, it } from 'vitest'
import type { GuidedRun } from '@/lib/ops/guided'
import { routes } from '@/lib/routes'
import { pageOfRun, runInWords } from './guided'

const step = (summary: string, state: GuidedRun['steps'][number]['state']) => ({
  summary,
  state,
  op: 'streams.x',
  startedAt: null,
  endedAt: null,
  note: null,
})
const run = (state: GuidedRun['state'], ...states: GuidedRun['steps'][number]['state'][]) => ({
  state,
  summary: 'Change the processor',
  putBack: step('Start the processor', 'waiting'),
  steps: states.map((s, i) => step(['Stop', 'Change', 'Start'][i] ?? '', s)),
})

describe('a guided change in words', () => {
  it('names its current step', () => {
    expect(runInWords(run('running', 'done', 'checking', 'waiting'))).toContain(
      'Step 2 of 3: Change',
    )
    expect(runInWords(run('halted', 'done', 'failed', 'waiting'))).toContain('step 2 of 3: Change')
  })

  it('says for everybody when a try had no clear answer', () => {
    const now = run('running', 'done', 'checking', 'waiting')
    const [stop, change, start] = now.steps
    const one = { ...step('', 'checking'), ...change, unanswered: { attempts: 2, most: 3 } }
    const steps = [stop, { ...one, atlas: { status: 500, errorCode: 'UNEXPECTED_ERROR' } }, start]
    expect(runInWords({ ...now, steps: steps.filter((s) => s !== undefined) })).toMatch(
      /not confirmed.*2 of 3.*500 UNEXPECTED_ERROR/,
    )
    expect(runInWords({ ...now, state: 'putting-back', putBack: one })).toContain('2 of 3')
  })

  it('says how it ended', () => {
    expect(runInWords(run('done', 'done', 'done', 'done'))).toBe('Done: Change the processor')
    expect(runInWords(run('put-back', 'done', 'failed', 'skipped'))).toContain('rolled back')
    expect(runInWords(run('putting-back', 'done', 'failed'))).toContain('Start the processor')
    expect(runInWords(run('left', 'done', 'failed'))).toContain('left as is')
  })
})

it('a guided change leads to what it works on, unless one is there', () => {
  const place = {
    op: 'streams.changeProcessor',
    groupId: 'g',
    input: { tenantName: 'w', processorName: 'p q' },
  }
  const page = routes.streamProcessor('g', 'w', 'p q')
  expect(pageOfRun(place, routes.home())).toBe(page)
  expect(pageOfRun(place, page)).toBeUndefined()
  const backup = { op: 'backup.restore', groupId: 'g', input: { clusterName: 'c' } }
  expect(pageOfRun(backup, routes.home())).toBe(routes.backup('g', 'c'))
  expect(pageOfRun({ ...backup, op: 'other.change' }, routes.home())).toBeUndefined()
})
