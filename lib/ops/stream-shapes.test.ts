import { expect, test } from 'vitest'
import { oddOf } from './odd'
import { getSearchNodes } from './search-nodes'
import { getProcessor } from './stream-processors'
import {
  newProcessorName,
  pipelineText,
  processor,
  processorName,
  tenantName,
  whyNoTier,
} from './stream-shapes'
import { getWorkspace } from './streams'

test.each([
  'a/b',
  'a%2Fb',
  'ends:start',
  'has "quotes" and spaces',
  'größe 漢字 🜁',
  '...',
  '..a',
  ' lead',
])('a processor may be called %s', (name) => {
  expect(processorName.parse(name)).toBe(name)
})

test.each(['.', '..', '', '   ', 'a\nb', '\ud800'])('no processor can be called %j', (name) => {
  expect(processorName.safeParse(name).success).toBe(false)
})

test('a workspace named like a path of Atlas is refused with a sentence', () => {
  const said = tenantName.safeParse('accountDetails').error?.issues[0]?.message
  expect(said).toContain('reach a')
})

test('a tier is compared with the largest of the workspace when both are known', () => {
  expect(whyNoTier('SP50', 'SP30')).toContain('larger than SP30')
  expect([whyNoTier('SP10', 'SP30'), whyNoTier('SP50', null), whyNoTier('SP99', 'SP30')]).toEqual([
    undefined,
    undefined,
    undefined,
  ])
})

test('a pipeline is typed as JSON', () => {
  expect(pipelineText.safeParse('[{').error?.issues[0]?.message).toContain('Expected')
  expect(pipelineText.safeParse('[]').success).toBe(false)
})

test('odd values of a processor are kept and spoil nothing', () => {
  const odd = {
    name: 7,
    state: { a: 1 },
    pipeline: 'none',
    options: [],
    tier: null,
    stats: 'x',
    new: 1,
  }
  expect(processor.parse(odd)).toMatchObject({ name: '7', state: '{"a":1}', stats: 'x', new: 1 })
  expect(oddOf(processor.parse(odd))).toEqual({ pipeline: 'none', options: [] })
  expect(processor.parse(processor.parse(odd))).toEqual(processor.parse(odd))
  expect(processor.parse({ name: null }).name).not.toBe('null')
  expect(getProcessor.output.parse({ name: 'p' })).toEqual({ name: 'p' })
})

test('a new name has no space at its ends, an existing name is kept exactly', () => {
  expect(newProcessorName.safeParse(' lead').success).toBe(false)
  expect(newProcessorName.parse('two words')).toBe('two words')
})

test('one odd entry of a list is set aside, and the others stay', () => {
  const good = { instanceSize: 'S20_HIGHCPU_NVME', nodeCount: 2 }
  const nodes = getSearchNodes.output.parse({ specs: [good, null, { nodeCount: '3' }] })
  expect(nodes.specs).toEqual([good])
  expect(oddOf(nodes)).toEqual({ specs: [null, { nodeCount: '3' }] })
  const workspace = getWorkspace.output.parse({ name: 'w', hostnames: [1, 'h'], streamConfig: [] })
  expect(workspace).toMatchObject({ hostnames: ['h'], odd: { hostnames: [1], streamConfig: [] } })
})
