import { expect, test } from 'vitest'
import { modifyProcessor } from './stream-definition'

const at = { groupId: 'a'.repeat(24), tenantName: 'lab', processorName: 'p' }
const pipelineWith = (gt: unknown) => [
  { $source: { connectionName: 'kafka' } },
  { $match: { at: { $gt: gt } } },
  { $emit: { connectionName: 'kafka' } },
]
const verdict = (there: unknown, sent: unknown, sentAt?: Date) =>
  modifyProcessor.readBack?.verdict(
    { _id: '1', name: 'p', state: 'STOPPED', pipeline: pipelineWith(there) },
    { ...at, pipeline: JSON.stringify(pipelineWith(sent)) },
    undefined,
    sentAt,
  )

test('a sent pipeline is recognized even if Atlas writes its numbers differently', () => {
  const sentAt = new Date()
  expect(verdict(5, { $numberLong: '5' }, sentAt)).toBe('done')
  expect(verdict({ $numberDecimal: '1E+18' }, { $numberDecimal: '1e18' }, sentAt)).toBe('done')
  expect(verdict(6, { $numberLong: '5' }, sentAt)).toBe('absent')
})

test('before it is sent, another type of number is a change', () => {
  expect(verdict(5, { $numberLong: '5' })).toBe('absent')
  expect(verdict(5, 5)).toBe('done')
})
