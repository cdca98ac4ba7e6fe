import { expect, test } from 'vitest'
import { targetInWords } from './backup-target'

test('a cluster that will be overwritten has its state in plain words', () => {
  expect(targetInWords({ stateName: 'IDLE' }, 'p', 'main')).toEqual([
    expect.stringMatching(/: running$/),
  ])
  expect(targetInWords({ stateName: 'UPDATING' }, 'p', 'main')).toEqual([
    expect.stringMatching(/: updating$/),
  ])
})
